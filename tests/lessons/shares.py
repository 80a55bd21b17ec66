"""A share as it is to be written: what is not all is never told as all, nor what is something as nothing."""


def as_told(part: int, of: int) -> str:
    """So many of so many, as a percentage."""
    if 0 < 100 * part < of:
        return "under 1 %"
    if 99 * of < 100 * part < 100 * of:
        return "over 99 %"
    return f"{100 * part / of:.{1 if 10 * part < of else 0}f} %"
