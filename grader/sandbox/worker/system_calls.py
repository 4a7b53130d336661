"""The system calls that a learner's process may make, by their numbers on each architecture.

Whatever is not here fails. What aarch64 lacks (None) has a newer name there, which is listed
too. aarch64 is by its table in Linux, and was not run.
"""

from __future__ import annotations

ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column, AUDIT_ARCH_...

# name: (x86-64, aarch64)
ALWAYS: dict[str, tuple[int | None, int | None]] = {
    # descriptors that are open
    "read": (0, 63),
    "write": (1, 64),
    "close": (3, 57),
    "fstat": (5, 80),
    "lseek": (8, 62),
    "pread64": (17, 67),
    "dup": (32, 23),
    "dup2": (33, None),
    "dup3": (292, 24),
    "pipe2": (293, 59),
    "poll": (7, None),
    "ppoll": (271, 73),
    "select": (23, None),
    "pselect6": (270, 72),
    # ... waited for, by loops of events
    "epoll_create1": (291, 20),
    "epoll_ctl": (233, 21),
    "epoll_wait": (232, None),
    "epoll_pwait": (281, 22),
    "eventfd2": (290, 19),
    # files: Landlock says which, RLIMIT_FSIZE that nothing is written
    "openat": (257, 56),
    "chdir": (80, 49),
    "stat": (4, None),
    "lstat": (6, None),
    "newfstatat": (262, 79),
    "access": (21, None),
    "faccessat": (269, 48),
    "faccessat2": (439, 439),
    "readlink": (89, None),
    "readlinkat": (267, 78),
    "getdents64": (217, 61),
    "getcwd": (79, 17),
    # memory
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "brk": (12, 214),
    # threads, of this process alone
    "futex": (202, 98),
    "set_robust_list": (273, 99),
    "rseq": (334, 293),
    "gettid": (186, 178),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "exit": (60, 93),
    "exit_group": (231, 94),
    # signals to this process, and its timers
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "restart_syscall": (219, 128),
    "pause": (34, None),
    "alarm": (37, None),
    "getitimer": (36, 102),
    "setitimer": (38, 103),
    # time and chance
    "nanosleep": (35, 101),
    "clock_nanosleep": (230, 115),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "times": (100, 153),
    "getrandom": (318, 278),
    # what this process is, and has used
    "getpid": (39, 172),
    "getppid": (110, 173),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "uname": (63, 160),
    "sysinfo": (99, 179),
    "getrusage": (98, 165),
    "wait4": (61, 260),
    "waitid": (247, 95),
}

# Those of them that no honest program in the tests fails without, and why they are on the list.
# What fails without another is in tests/sandbox/test_allowed_calls.py.
UNSEEN = {
    **dict.fromkeys(
        ("fstat", "stat", "lstat", "faccessat", "readlink", "readlinkat", "select", "nanosleep"),
        "another version of the C library, or of Python, takes it for its newer twin",
    ),
    **dict.fromkeys(
        ("ppoll", "epoll_pwait"), "aarch64's C library takes it, where x86-64's has another"
    ),
    **dict.fromkeys(
        ("clock_gettime", "clock_getres", "gettimeofday", "time"),
        "the kernel's page of clocks answers, but not on every machine",
    ),
    **dict.fromkeys(
        ("set_robust_list", "exit", "exit_group", "times", "getrandom", "sysinfo"),
        "the C library or Python goes on without, in a worse way",
    ),
    "dup": "libraries in C copy a descriptor by it; Python does by fcntl",
    "restart_syscall": "the kernel itself makes it, after a stop in a sleep",
    "prctl": "newer Pythons and C libraries name threads and memory by it",
}

# How a call fails: EPERM, EACCES, ENOSYS, EAFNOSUPPORT.
NOT_PERMITTED, NO_ACCESS, NO_SUCH_CALL, NO_SUCH_NETWORK = 1, 13, 38, 97

# Allowed for some arguments alone: name: (numbers, {the argument's place: the values it may
# have}, how it fails with others).
OWN = "this process"
FOR_VALUES: dict[str, tuple[tuple[int, int], dict[int, tuple[int | str, ...]], int]] = {
    # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC; but no F_SETOWN, F_SETSIG:
    # they have the kernel send the judge a signal when its pipe is ready.
    "fcntl": ((72, 25), {1: (0, 1, 2, 3, 4, 1030)}, NOT_PERMITTED),
    # TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX; but no FIOSETOWN, FIOASYNC
    "ioctl": ((16, 29), {1: (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)}, NOT_PERMITTED),
    "prctl": ((157, 167), {0: (15, 16, 0x53564D41)}, NOT_PERMITTED),  # names of threads, memory
    "kill": ((62, 129), {0: (OWN,)}, NOT_PERMITTED),
    "tgkill": ((234, 131), {0: (OWN,)}, NOT_PERMITTED),
    "prlimit64": ((302, 261), {0: (0, OWN)}, NOT_PERMITTED),
    # What asyncio wakes its loop by: AF_UNIX, and a SOCK_STREAM, which reaches its other end and
    # no one else (a datagram's may be sent anywhere), with SOCK_CLOEXEC and SOCK_NONBLOCK.
    "socketpair": ((53, 199), {0: (1,), 1: (1, 0x80001, 0x80801, 0x801)}, NO_SUCH_NETWORK),
    # ... no flags (MSG_OOB has let programs into the kernel), and no address
    "sendto": ((44, 206), {3: (0,), 5: (0,)}, NOT_PERMITTED),
    "recvfrom": ((45, 207), {3: (0,)}, NOT_PERMITTED),
}

# Allowed with a flag: name: (numbers, the argument's place, the flag).
WITH_FLAG: dict[str, tuple[tuple[int, int], int, int]] = {
    "clone": ((56, 220), 0, 0x10000),  # CLONE_THREAD: of this process, and ends with it
}

# How a call fails, where that says more than that it is forbidden: name: (numbers, errno).
FAIL_WITH: dict[str, tuple[tuple[int | None, int | None], int]] = {
    "clone3": ((435, 435), NO_SUCH_CALL),  # its flags are out of sight: libraries take clone then
    "socket": ((41, 198), NO_SUCH_NETWORK),
    "truncate": ((76, 45), NO_ACCESS),
    "rename": ((82, None), NO_ACCESS),
    "renameat": ((264, 38), NO_ACCESS),
    "renameat2": ((316, 276), NO_ACCESS),
    "mkdir": ((83, None), NO_ACCESS),
    "mkdirat": ((258, 34), NO_ACCESS),
    "rmdir": ((84, None), NO_ACCESS),
    "unlink": ((87, None), NO_ACCESS),
    "unlinkat": ((263, 35), NO_ACCESS),
    "link": ((86, None), NO_ACCESS),
    "linkat": ((265, 37), NO_ACCESS),
    "symlink": ((88, None), NO_ACCESS),
    "symlinkat": ((266, 36), NO_ACCESS),
    "chmod": ((90, None), NO_ACCESS),
    "fchmod": ((91, 52), NO_ACCESS),
    "fchmodat": ((268, 53), NO_ACCESS),
    "chown": ((92, None), NO_ACCESS),
    "fchownat": ((260, 54), NO_ACCESS),
    "utimensat": ((280, 88), NO_ACCESS),
}
