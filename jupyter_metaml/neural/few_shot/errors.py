"""What a few-shot learner cannot work with."""

from __future__ import annotations

from jupyter_metaml.exceptions import MetaMLError, UsageError
from jupyter_metaml.wording import listed


class UnadaptableModelError(UsageError):
    """A model cannot be adapted in a few shots."""

    @classmethod
    def no_module(cls, owner: str, model: object) -> UnadaptableModelError:
        """Say that only torch modules have gradients, and who takes what was given."""
        if isinstance(model, type):
            return cls(f"{owner} was given the class {model.__name__}. Give an object of it: {model.__name__}(...).")
        advice = "Give a torch.nn.Module."
        if hasattr(model, "fit") and hasattr(model, "get_params"):
            wrapper = owner if owner in {"MAML", "Reptile"} else "MAML"
            advice = (
                f"To learn across tasks without gradients, use jupyter_metaml.{wrapper}(AutoMLClassifier()) or "
                f"jupyter_metaml.{wrapper}(AutoMLRegressor())."
            )
        name = type(model).__name__
        article = "an" if name[0] in "AEIOUaeiou" else "a"
        return cls(f"{owner} adapts a torch module by gradients; {article} {name} has none. {advice}")

    @classmethod
    def no_parameters(cls, owner: str, model: object) -> UnadaptableModelError:
        """Say that nothing can move."""
        return cls(
            f"{owner} was given a {type(model).__name__} without a parameter that requires gradients, so nothing could "
            "ever adapt. Unfreeze some with requires_grad_(), or use Prototypes or RidgeHead, which need none."
        )

    @classmethod
    def running_statistics(cls, owner: str, names: list[str]) -> UnadaptableModelError:
        """Say what to use instead of batch statistics that are written into the module."""
        return cls(
            f"{owner} cannot train modules that write running statistics ({listed(names)}), since tasks would share "
            "them. Use GroupNorm, or torch.func.replace_all_batch_norm_modules_(model) first."
        )

    @classmethod
    def unknown_head(cls, head: str, names: list[str]) -> UnadaptableModelError:
        """Say which heads there are."""
        return cls(f"head={head!r} is not a part of the module with parameters of its own. Parts: {listed(names)}.")

    @classmethod
    def outputs(cls, shape: tuple[int, ...], n_classes: int) -> UnadaptableModelError:
        """Say which shape was expected."""
        wanted = f"at least {n_classes} numbers, one for each class," if n_classes else "one number"
        hint = " Targets that are no floats are classes; give floats for a regression." if n_classes else ""
        return cls(
            f"The module has to give {wanted} for each row; for all rows together it gives the shape {shape}. "
            f"Change its last layer.{hint}"
        )

    @classmethod
    def rows(cls, shape: tuple[int, ...], reason: str) -> UnadaptableModelError:
        """Say what the module was given."""
        return cls(
            f"The module cannot take rows of the shape {shape}: {reason}. Give rows that fit its first layer, or turn "
            "tables into rows of one width with Encoding(columns=TableColumns(width=...))."
        )


class DivergenceError(MetaMLError, RuntimeError):
    """Training across tasks has left all bounds."""

    @classmethod
    def at(cls, iteration: int) -> DivergenceError:
        """Say when, and what helps."""
        return cls(
            f"The loss was no finite number any more at iteration {iteration}. Lower lr or meta_lr, take fewer steps, "
            "or scale the target."
        )
