"""File descriptors: as many as the system gives, and none for newcomers when they run out.

A session has four: its connection, and three of the event loop that Streamlit gives each. Of the sessions that have
left it keeps 128 for two minutes.
"""

import os

FULL_ABOVE = 0.9  # of the limit: who is inside needs some for answers, files and workers


def allow_many() -> None:
    """Raise this process's limit as far as the system lets it; many begin with 1,024."""
    try:
        import resource
    except ImportError:  # not Unix
        return
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def are_used_up() -> bool:
    """Whether nearly all that this process may have are open; False where the system does not tell."""
    try:
        used = len(os.listdir("/proc/self/fd"))
    except OSError:
        return False
    import resource

    return used > FULL_ABOVE * resource.getrlimit(resource.RLIMIT_NOFILE)[0]
