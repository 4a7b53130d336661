"""What honest code does beyond computing, each a short program that leaves x = 1."""

from __future__ import annotations

IMPORTS = (
    "import asyncio, concurrent.futures, contextlib, ctypes, gc, inspect, mmap, os, platform\n"
    "import resource, select, signal, socket, subprocess, sys, tempfile, threading, time\n"
)
FOLDER = "folder, file = os.path.dirname(os.__file__), os.__file__\n"

HONEST = {
    "threads": "t = threading.Thread(target=print)\nt.start()\nt.join()\nx = 1",
    "a pool of threads": (
        "with concurrent.futures.ThreadPoolExecutor(4) as pool: x = sum(pool.map(int, '01'))"
    ),
    "a thread's number": "x = min(1, threading.get_native_id())",
    "a lock that is waited for": (
        "lock = threading.Lock()\nlock.acquire()\n"
        "threading.Timer(0.01, lock.release).start()\nlock.acquire()\nx = 1"
    ),
    "another thread's turn": "os.sched_yield()\nx = 1",
    "a signal to itself": (
        "signal.signal(signal.SIGUSR1, lambda *_: got.append(1))\ngot = []\n"
        "signal.raise_signal(signal.SIGUSR1)\nos.kill(os.getpid(), signal.SIGUSR1)\n"
        "x = len(got) / 2"
    ),
    "a signal that waits": (
        "signal.signal(signal.SIGUSR1, lambda *_: got.append(1))\ngot = []\n"
        "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])\n"
        "signal.raise_signal(signal.SIGUSR1)\nbefore = len(got)\n"
        "signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1])\nx = len(got) - before"
    ),
    "an alarm": (
        "signal.signal(signal.SIGALRM, lambda *_: got.append(1))\ngot = []\n"
        "signal.setitimer(signal.ITIMER_REAL, 0.5)\nsignal.pause()\n"
        "x = len(got) * (signal.alarm(0) == 0 == signal.getitimer(signal.ITIMER_REAL)[0])"
    ),
    "modules with shared libraries": "import ssl, zlib, lzma, bz2, hashlib, decimal\nx = 1",
    "the time of day": "x = time.localtime().tm_sec * 0 + 1",
    "clocks": (
        "x = min(1, time.time() + time.perf_counter() + time.get_clock_info('time').resolution\n"
        "        + sum(os.times()) + resource.getrusage(resource.RUSAGE_SELF).ru_utime)"
    ),
    "a sleep": "time.sleep(0.001)\nx = 1",
    "nowhere": "with contextlib.redirect_stdout(open(os.devnull, 'w')): print('unseen')\nx = 1",
    "devices": (
        "with open('/dev/urandom', 'rb') as chance, open('/dev/zero', 'rb') as zero:\n"
        "    x = len(chance.read(1)) + zero.read(1)[0]"
    ),
    "chance": "x = len(os.urandom(1))",
    "a pipe": "r, w = os.pipe()\nos.write(w, b'a')\nx = len(os.read(r, 9))",
    "a pipe that is waited for": (
        "r, w = os.pipe()\nos.write(w, b'a')\npoll = select.poll()\npoll.register(r)\n"
        "x = len(poll.poll(1000)) * len(select.select([r], [], [], 1)[0])"
    ),
    "a copy of a descriptor": (
        "r, w = os.pipe()\nos.write(os.dup(w), b'a')\nos.dup2(r, 20, False)\nos.dup2(r, 21)\n"
        "x = len(os.read(20, 9))"
    ),
    "a descriptor's flags": (
        "r, w = os.pipe()\nos.set_blocking(r, False)\nos.set_inheritable(r, True)\n"
        "x = 1 - os.get_blocking(r)"
    ),
    "a terminal, if there is one": "os.isatty(0)\nx = 1",
    "sources of Python's": "x = min(1, len(inspect.getsource(inspect)))",
    "a part of a file": (
        FOLDER + "with open(file, 'rb') as f:\n    f.seek(1)\n"
        "    x = len(os.pread(f.fileno(), 1, 2) + f.read(0))"
    ),
    "what is in a folder": FOLDER + "x = int('os.py' in os.listdir(folder))",
    "what a file is": (
        FOLDER + "x = int(os.path.isfile(file) and not os.path.islink(file)\n"
        "        and os.access(file, os.R_OK) and os.access(file, os.R_OK, effective_ids=True)\n"
        "        and os.stat('os.py', dir_fd=os.open(folder, os.O_RDONLY)).st_size > 0)"
    ),
    "where it is": "os.chdir('/')\nx = int(os.getcwd() == '/' == os.path.realpath('/'))",
    "a large list that grows": "x = []\nfor n in range(10**6): x.append(n)\nx = len(x) // 10**6",
    "memory of its own": "m = mmap.mmap(-1, 1 << 20)\nm.resize(1 << 21)\nx = 1",
    "memory that is taken again": "for _ in range(40): mmap.mmap(-1, 1 << 26).close()\nx = 1",
    "memory that is given back": "m = mmap.mmap(-1, 1 << 20)\nm.madvise(mmap.MADV_DONTNEED)\nx = 1",
    "a function of C's": (
        "called = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)(abs)\nx = called(-1)"
    ),
    "who it is": (
        "x = int(min(os.getpid(), os.getppid() + 1) > 0 <= os.getuid() + os.geteuid()\n"
        "        + os.getgid() + os.getegid())"
    ),
    "how much memory there is": "x = min(1, os.sysconf('SC_PHYS_PAGES'))",
    "what it may use": "x = int(resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 0)",
    "children, of which there are none": (
        "x = 0\n"
        "try: os.wait()\nexcept ChildProcessError: x += 0.5\n"
        "try: os.waitid(os.P_ALL, 0, os.WEXITED)\nexcept ChildProcessError: x += 0.5"
    ),
    "a stack of its own for signals": "import faulthandler\nfaulthandler.enable()\nx = 1",
    "events of a pipe": (
        "r, w = os.pipe()\nos.write(w, b'a')\nevents = select.epoll()\nevents.register(r)\n"
        "x = len(events.poll(1))\nos.close(r)"
    ),
    "a loop of events": (
        "async def two(): return await asyncio.sleep(0.001, 2)\n"
        "async def both(): return sum(await asyncio.gather(two(), asyncio.to_thread(int, -1)))\n"
        "x = asyncio.run(both())"
    ),
    "a pair of sockets": "one, other = socket.socketpair()\none.send(b'a')\nx = len(other.recv(9))",
    "events counted": "e = os.eventfd(1)\nx = os.eventfd_read(e)",
    "the system's name": "x = platform.system() == 'Linux' and os.cpu_count() // os.cpu_count()",
    "processors": "x = min(1, len(os.sched_getaffinity(0)))",
}
