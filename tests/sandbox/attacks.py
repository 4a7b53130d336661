"""Attacks on the grader, each a short text for value.py, and what each would gain."""

from __future__ import annotations

from grader.paths import SOLUTIONS
from tests.sandbox.forger import FORGER
from tests.sandbox.harm import Attack

READING = {
    "runs the reference": Attack(
        "exec(open(ROOT + '/solutions/value.py').read())", "marks", told="files"
    ),
    "runs the reference by a relative path": Attack(
        "exec(open(ROOT[1:] + '/solutions/value.py').read())", "marks", told="files"
    ),
    "looks for the reference around it": Attack(
        "for up in range(9): each(lambda: exec(open('../' * up + 'solutions/value.py').read(),"
        " globals()))"
    ),
    "imports the reference": Attack(
        "import importlib.machinery as m\n"
        "theirs = m.SourceFileLoader('theirs', ROOT + '/solutions/value.py').load_module()\n"
        "Value = theirs.Value",
        "marks",
        told="files",
    ),
    "runs the reference by a link": Attack("exec(open(LINK).read())", "marks", told="files"),
    "reads the answers": Attack(
        "won(open(ROOT + '/grader/answers/answers.json').read(9))", "reach", told="files"
    ),
    "lists the repository": Attack("won(os.listdir(ROOT))", "reach", told="files"),
    "walks the repository": Attack("for found in os.walk(ROOT): won(found)", "reach"),
    "reads a secret": Attack("won(open(SECRET).read())", "secret", told="files"),
    "reads a secret by way of its root": Attack(
        "won(open('/proc/self/root' + SECRET).read())", "secret", told="files"
    ),
    "reads a secret by way of its judge's root": Attack(
        "won(open(f'/proc/{JUDGE}/root' + SECRET).read())", "secret", told="files"
    ),
    "reads a secret through its judge's folder": Attack(
        "won(open(f'/proc/{JUDGE}/cwd/solutions/value.py').read(9))", "reach", told="files"
    ),
    "maps a secret": Attack(
        "import mmap\nwon(mmap.mmap(os.open(SECRET, os.O_RDONLY), 0, access=mmap.ACCESS_READ)[:])",
        "secret",
        told="files",
    ),
    "reads its judge's environment": Attack(
        "won(open(f'/proc/{JUDGE}/environ').read().split('SECRET=')[1])", "secret", told="files"
    ),
    "reads its parent's environment": Attack(
        "won(open(f'/proc/{os.getppid()}/environ').read().split('SECRET=')[1])",
        "secret",
        told="files",
    ),
    "reads what its judge was called with": Attack(
        "won(open(f'/proc/{JUDGE}/cmdline').read())", "reach", told="files"
    ),
    "looks at what its judge has open": Attack(
        "won(os.listdir(f'/proc/{JUDGE}/fd'))", "reach", told="files"
    ),
    "looks at what it has open": Attack("won(os.listdir('/proc/self/fd'))", "reach", told="files"),
    "reads its judge's memory": Attack(
        "won(open(f'/proc/{JUDGE}/mem', 'rb'))", "reach", told="files"
    ),
    "reads every process there is": Attack(
        "found = [pid for pid in os.listdir('/proc') if pid.isdigit()]\n"
        "each(*(lambda pid=pid: won(open(f'/proc/{pid}/environ').read()) for pid in found\n"
        "       if pid not in (str(os.getpid()), '1')))",
        "reach",
        told="files",
    ),
}

# Each of these names something in the folder or in a place where anybody may write.
WRITING = {
    "writes into a file": Attack("won(open(SECRET, 'r+'))", "reach", told="files"),
    "writes a file anew": Attack("open(SECRET, 'w')", "file", told="files"),
    "adds to a file": Attack("won(open(SECRET, 'a'))", "reach", told="files"),
    "makes a file": Attack("open(FOLDER + '/left', 'w')", "file", told="files"),
    "makes a file for others": Attack("open('/tmp/' + LEFT, 'w')", "file", told="files"),
    "makes files everywhere": Attack(
        "each(*(lambda at=at: open(os.path.join(at, LEFT), 'w') for at in\n"
        "       ('/dev/shm', '/tmp', '/var/tmp', '/', '.', ROOT, os.path.expanduser('~'))))",
        "file",
    ),
    "makes a temporary file": Attack("import tempfile\ntempfile.mkstemp(prefix=LEFT)"),
    "makes shared memory": Attack(
        "from _posixshmem import shm_open\nshm_open('/' + LEFT, os.O_CREAT | os.O_RDWR)",
        "file",
        told="files",
    ),
    "makes a folder": Attack("os.mkdir(FOLDER + '/left')", "file", told="files"),
    "makes a symbolic link": Attack("os.symlink('/', FOLDER + '/left')", "file", told="files"),
    "makes a link": Attack("os.link(SECRET, FOLDER + '/left')", "file", told="files"),
    "makes a pipe with a name": Attack("os.mkfifo(FOLDER + '/left')", "file", told="system"),
    "empties a file": Attack("os.truncate(SECRET, 0)", "file", told="files"),
    "deletes a file": Attack("os.remove(SECRET)", "file", told="files"),
    "deletes a folder": Attack("import shutil\nshutil.rmtree(FOLDER)", "file", told="files"),
    "moves a file": Attack("os.rename(SECRET, FOLDER + '/left')", "file", told="files"),
    "changes a file's rights": Attack("os.chmod(SECRET, 0o777)", "file", told="files"),
    "makes a file of 10 GB": Attack(
        "with open(FOLDER + '/left', 'wb') as file: file.truncate(10 << 30)", "file", told="files"
    ),
    "makes 1,000 empty files": Attack(
        "for n in range(1000): open(FOLDER + f'/left{n}', 'w').close()", "file", told="files"
    ),
}

CONNECTING = {
    "connects": Attack(
        "import socket\nsocket.create_connection(('127.0.0.1', PORT))", "network", told="network"
    ),
    "sends a datagram": Attack(
        "import socket\n"
        "with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_port:\n"
        "    any_port.sendto(b'x', ('127.0.0.1', PORT_OF_DATAGRAMS))",
        "network",
        told="network",
    ),
    "connects within the machine": Attack(
        "import socket\nsocket.socket(socket.AF_UNIX).connect(UNIX)", "network", told="network"
    ),
    "sends a datagram within the machine": Attack(
        "import socket\n"
        "socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b'x', UNIX + '-datagrams')",
        "network",
        told="network",
    ),
    "sends a datagram from one of a pair": Attack(
        "import socket\n"
        "one, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
        "one.sendto(b'x', UNIX + '-datagrams')",
        "network",
        told="network",
    ),
    "connects one of a pair": Attack(
        "import socket\n"
        "one, _ = socket.socketpair()\n"
        "each(lambda: one.sendto(b'x', UNIX), lambda: one.connect(UNIX))\n"
        "one.connect(UNIX + '-datagrams')",
        told="system",
    ),
    "passes what is open to another": Attack(
        "import socket\none, _ = socket.socketpair()\nsocket.send_fds(one, [b'x'], [1])\nwon()",
        "reach",
        told="system",
    ),
    "listens": Attack(
        "import socket\nwon(socket.create_server(('127.0.0.1', 0)))", "reach", told="network"
    ),
    "reads the web": Attack(
        "import urllib.request\nurllib.request.urlopen(f'http://127.0.0.1:{PORT}', timeout=0.1)",
        "network",
    ),
    "asks the system for a socket itself": Attack(
        "import ctypes\ndescriptor = ctypes.CDLL(None).socket(2, 1, 0)\nif descriptor >= 0: won()",
        "reach",
    ),
}

C = "import ctypes\nc = ctypes.CDLL(None, use_errno=True)\n"
RING = C + "if c.syscall(425, 8, ctypes.create_string_buffer(120)) >= 0: won()"
HEAP = (
    "for line in open(f'/proc/{JUDGE}/maps'):\n"
    "    span, rights, *_ = line.split()\n"
    "    if rights.startswith('rw'): break\n"
    "place = int(span.split('-')[0], 16)\n"
)
VECTORS = (
    "class Vector(ctypes.Structure): _fields_ = [('at', ctypes.c_void_p), ('n', ctypes.c_size_t)]\n"
    "mine = ctypes.create_string_buffer(8)\n"
    "own, theirs = Vector(ctypes.addressof(mine), 8), Vector(place, 8)\n"
    "given = JUDGE, ctypes.byref(own), 1, ctypes.byref(theirs), 1, 0\n"
)

REACHING_THE_JUDGE = {
    "asks its judge to end": Attack(
        "import signal\nfor pid in (JUDGE, os.getppid()):\n    os.kill(pid, signal.SIGTERM)",
        "judge",
        told="system",
    ),
    "kills its judge": Attack(
        "import signal\nfor pid in (JUDGE, os.getppid()):\n    os.kill(pid, signal.SIGKILL)",
        "judge",
        told="system",
    ),
    "kills its judge by all ways there are": Attack(
        C + "import signal, struct\n"
        "for pid in {JUDGE, os.getppid()}:\n"
        "    c.kill(pid, 9), c.tgkill(pid, pid, 9), c.syscall(200, pid, 9), c.killpg(pid, 9)\n"
        "    each(lambda: signal.pidfd_send_signal(os.pidfd_open(pid), 9))\n"
        "    c.sigqueue(pid, 9, 0)",
        "judge",
    ),
    "has its judge signalled by the pipe": Attack(
        "import fcntl, signal\n"
        "def own(fd):\n"
        "    fcntl.fcntl(fd, fcntl.F_SETOWN, JUDGE)\n"
        "    each(lambda: fcntl.fcntl(fd, fcntl.F_SETSIG, signal.SIGTERM))\n"
        "    fcntl.fcntl(fd, fcntl.F_SETFL, fcntl.fcntl(fd, fcntl.F_GETFL) | os.O_ASYNC)\n"
        "each(*(lambda fd=fd: own(fd) for fd in range(32)))",
        "judge",
    ),
    "has its judge signalled by the pipe, another way": Attack(
        "import fcntl, struct\n"
        "def own(fd):\n"
        "    each(lambda: fcntl.ioctl(fd, 0x8901, struct.pack('i', JUDGE)))\n"
        "    fcntl.fcntl(fd, 15, struct.pack('ii', 1, JUDGE))  # F_SETOWN_EX\n"
        "    fcntl.ioctl(fd, 0x5452, struct.pack('i', 1))\n"
        "each(*(lambda fd=fd: own(fd) for fd in range(32)))",
        "judge",
    ),
    "owns a pipe for its judge": Attack(
        "import fcntl\nfcntl.fcntl(1, fcntl.F_SETOWN, JUDGE)\nwon()", told="system"
    ),
    "has a pipe send SIGKILL": Attack(
        "import fcntl\nfcntl.fcntl(1, fcntl.F_SETSIG, 9)\nwon()", told="system"
    ),
    "signals its judge's group": Attack(
        "os.killpg(os.getpgid(JUDGE), 0)\nwon()", "reach", told="system"
    ),
    "signals all": Attack("os.kill(-1, 0)\nwon()", "reach", told="system"),
    "opens its judge's memory for writing": Attack(
        "each(lambda: os.open(f'/proc/{os.getppid()}/mem', os.O_RDWR))\n"
        "won(os.open(f'/proc/{JUDGE}/mem', os.O_RDWR))",
        "reach",
        told="files",
    ),
    "writes its judge's memory": Attack(
        HEAP + "with open(f'/proc/{JUDGE}/mem', 'r+b', 0) as file:\n"
        "    file.seek(place)\n"
        "    won(file.write(file.read(0)))",
        "reach",
        told="files",
    ),
    "reads its judge's memory by a call": Attack(
        C + HEAP + VECTORS + "if c.process_vm_readv(*given) == 8: won()", "reach", told="files"
    ),
    "writes its judge's memory by a call": Attack(
        C + HEAP + VECTORS + "if c.process_vm_readv(*given) == 8 == c.process_vm_writev(*given):"
        " won()",
        "reach",
        told="files",
    ),
    "traces its judge": Attack(
        C + "if 0 in [c.ptrace(0x4206, pid, 0, 0) for pid in (JUDGE, os.getppid())]: won()",
        "reach",
    ),
    "takes what its judge has open": Attack(
        C + "theirs = c.syscall(434, JUDGE, 0)\nif c.syscall(438, theirs, 1, 0) >= 0: won()",
        "reach",
    ),
    "limits its judge": Attack(
        "import resource\nresource.prlimit(JUDGE, resource.RLIMIT_NOFILE, (3, 3))",
        "judge",
        told="system",
    ),
    "slows its judge down": Attack(
        "os.setpriority(os.PRIO_PROCESS, JUDGE, 1)\nwon()", "reach", told="system"
    ),
    "moves its judge to one processor": Attack(
        "os.sched_setaffinity(JUDGE, {0})\nwon()", "reach", told="system"
    ),
    "works with a ring of system calls": Attack(RING),  # which many a kernel has switched off
}

STARTING = {
    "starts a program": Attack(
        "import subprocess\nsubprocess.run(['/bin/sh', '-c', f'echo > {FOLDER}/left'])",
        "file",
        told="system",
    ),
    "starts a program by the shell": Attack("os.system(f'echo > {FOLDER}/left')", "file"),
    "spawns a program": Attack(
        "os.waitpid(os.posix_spawn('/bin/mkdir', ['mkdir', FOLDER + '/left'], {}), 0)",
        "file",
        told="system",
    ),
    "becomes a program": Attack(
        "os.execv('/bin/mkdir', ['mkdir', FOLDER + '/left'])", "file", told="system"
    ),
    "becomes a program that has no file": Attack(
        "fd = os.memfd_create('program')\n"
        "each(lambda: os.write(fd, open('/bin/true', 'rb').read()))\n"
        "os.execve(fd, ['true'], {})",
        told="system",
    ),
    "forks": Attack(
        "import posix\nif os.fork() == 0: posix._exit(0)\nwon()", "reach", told="system"
    ),
    "leaves a process": Attack(
        "import time\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    if os.fork() == 0: time.sleep(300)\n"
        "    import posix; posix._exit(0)",
        "process",
        told="system",
    ),
    "starts its session": Attack("os.setsid()", told="system"),
    "forks without end": Attack(
        "import time\n"
        "for _ in range(50):\n"
        "    if os.fork() == 0:\n"
        "        os.setsid()\n"
        "        time.sleep(300)",
        "process",
        told="system",
    ),
    "makes a process by a call of its own": Attack(
        C + "for call in ((56, 17, 0, 0, 0, 0), (57,), (58,), (435, 0, 0)):\n"
        "    pid = c.syscall(*call)\n"
        "    if pid == 0: c._exit(0)\n"
        "    if pid > 0: won()",
        "reach",
    ),
    "uses processes": Attack(
        "import multiprocessing\n"
        "process = multiprocessing.get_context('fork').Process(target=print)\n"
        "process.start()\n"
        "won()",
        "reach",
        told="system",
    ),
    "becomes someone": Attack("os.setuid(os.getuid())\nwon()", "reach", told="system"),
    "makes namespaces of its own": Attack(
        C + "if c.unshare(0x10000000) == 0: won()",
        "reach",
    ),
}

# What limits, and the judge's own care, are against.
ENDING = {
    "exits": Attack("sys.exit(0)"),
    "exits at once": Attack("os._exit(0)"),
    "exits by the system": Attack("import posix\nposix._exit(0)"),
    "exits by C": Attack(C + "c._exit(0)"),
    "is interrupted": Attack("raise KeyboardInterrupt"),
    "aborts": Attack("os.abort()"),
    "kills itself": Attack("os.kill(os.getpid(), 9)"),
    "crashes": Attack("import ctypes\nctypes.string_at(0)"),
    "calls itself beyond the stack": Attack(
        "sys.setrecursionlimit(10**9)\n"
        "class Deep:\n"
        "    def __repr__(self): return repr(self)\n"
        "repr(Deep())"
    ),
    "closes all that is open": Attack("os.closerange(0, 64)"),
    "puts nothing in place of all that is open": Attack(
        "nothing = os.open('/dev/null', os.O_RDWR)\n"
        "for fd in range(32): each(lambda: os.dup2(nothing, fd))"
    ),
}

FLOODING = {
    "prints 1 GB": Attack("for _ in range(1000): print('x' * 10**6)"),
    "complains 1 GB": Attack("for _ in range(1000): print('x' * 10**6, file=sys.stderr)"),
    "writes 1 GB to where output goes": Attack(
        "part = b'x' * 10**7\nfor _ in range(100): os.write(1, part)"
    ),
    "writes 1 GB to where errors go": Attack(
        "part = b'x' * 10**7\nfor _ in range(100): os.write(2, part)"
    ),
    "writes 1 GB to all that is open": Attack(
        "part = b'x' * 10**7\n"
        "for _ in range(100): each(*(lambda fd=fd: os.write(fd, part) for fd in range(3, 32)))"
    ),
    "takes all memory": Attack("kept = []\nwhile True: kept.append(bytes(1 << 26))"),
    "writes a file in memory": Attack("os.write(os.memfd_create('x'), b'x')\nwon()", told="system"),
    "starts threads": Attack(
        "import threading, time\n"
        "for _ in range(1000):\n"
        "    threading.Thread(target=time.sleep, args=(300,), daemon=True).start()",
        told="threads",
    ),
    "leaves a thread": Attack(
        "import threading, time\n"
        "def go_on():\n"
        "    while True: time.sleep(0.01)\n"
        "threading.Thread(target=go_on).start()"
    ),
    "opens files": Attack("kept = [open('/dev/null') for _ in range(1000)]", told="open_files"),
}

FORGING = {
    "gives a reply of its own": Attack(FORGER + "forge(names={'number': 2.0, 'c': -1.0})"),
    "gives the next reply too": Attack(FORGER + "for _ in range(50): forge(names={'number': 2.0})"),
    "promises a huge reply": Attack(FORGER + "write(b'\\xff' * 4)"),
    "gives a reply that is too deep": Attack(FORGER + "write(framed(b'[' * 10**6))"),
    "gives a reply within replies": Attack(
        FORGER + "deep = 1.0\n"
        "for _ in range(300): deep = {'type': 'many', 'kind': 'list', 'items': [deep]}\n"
        "forge(names={'c': deep})"
    ),
    "replies byte by byte": Attack(
        FORGER + "write(struct.pack('>I', 1000))\n"
        "while True:\n"
        "    write(b' ')\n"
        "    time.sleep(0.05)"
    ),
    "patches json": Attack(
        "import json\n"
        "json.dumps = json.JSONEncoder.encode = lambda *_, **__: '{}'\n"
        "json.loads = json.JSONDecoder.decode = lambda *_, **__: {'request': 'load'}"
    ),
    "patches builtins": Attack(
        "import builtins\n"
        "builtins.isinstance = builtins.hasattr = builtins.all = lambda *_: True\n"
        "builtins.type = builtins.len = builtins.repr = lambda *_: 0"
    ),
    "patches what answers": Attack(
        "frame = sys._getframe()\n"
        "while frame:\n"
        "    frame.f_globals.update(send=lambda *_: None, run=lambda *_: {})\n"
        "    frame = frame.f_back"
    ),
    "says in its last words where it was not": Attack(
        FORGER + "import posix\n"
        "line = '  File \"value.py\", line %s in f\\n'\n"
        "write(('\\n' + line % ('9' * 5000) + line % 99999 + '\\x1b[2J').encode())\n"
        "posix._exit(1)"
    ),
}

REFERENCE = (SOLUTIONS / "value.py").read_text()
ALWAYS_EQUAL = (
    "class Same(float):\n"
    "    __eq__ = __le__ = __ge__ = lambda *_: True\n"
    "    __ne__ = __lt__ = __gt__ = lambda *_: False\n"
    "    __sub__ = __rsub__ = lambda *_: Same(0)\n"
    "    __abs__ = lambda _: Same(0)\n"
    "    __float__ = lambda _: 0.0\n"
    "    __hash__ = float.__hash__\n"
)


def holding(data: str) -> str:
    """A Value that holds the same, whatever it is asked to hold."""
    return (
        "class Value:\n"
        f"    def __init__(self, *_): self.data = {data}\n"
        "    def __add__(self, _): return self\n"
        "    __mul__ = __radd__ = __rmul__ = __add__\n"
    )


LYING = {
    "is equal to all": Attack(ALWAYS_EQUAL + holding("Same(0)")),
    "is an object equal to all": Attack(
        "class Same:\n    def __eq__(self, _): return True\n" + holding("Same()")
    ),
    "is no number": Attack(holding("float('nan')")),
    "is infinite": Attack(holding("float('inf')")),
    "is a number of 20,000 digits": Attack(holding("10 ** 20_000")),
    "is True": Attack(holding("True")),
    "is its own operand": Attack(
        holding("0.0") + "Value._prev = property(lambda self: [self, self])"
    ),
    "has a million operands": Attack(
        "class Value:\n"
        "    def __init__(self, data=0.0, _prev=()): self.data, self._prev = data, _prev\n"
        "    def __add__(self, _):\n"
        "        for _ in range(10**6): self = Value(0.0, (self,))\n"
        "        return self\n"
        "    __mul__ = __add__",
        earns=1.0,  # for a number that is kept
    ),
    "has data that raises": Attack(holding("0.0") + "Value.data = property(lambda _: 1 / 0)"),
    "has data that exits": Attack(
        "class Value:\n    def __init__(self, *_): pass\n    data = property(lambda _: sys.exit(0))"
    ),
    "has a text that does not end": Attack(
        holding("0.0") + "    __repr__ = lambda _: 'Value' * 10**8"
    ),
}

SPEAKING = {
    "steers a terminal": Attack("raise RuntimeError('\\x1b[2J\\x1b]0;owned\\x07 \\x9b31m \\r')"),
    "speaks to a workflow": Attack("raise RuntimeError('\\n::error::forged\\n::set-output x=1')"),
    "says that it passed": Attack("raise RuntimeError('\\n200 passed in 1.0s\\n')"),
    "prints that it passed": Attack(
        "print('\\n::error::forged\\n200 passed\\x1b[2J')\nraise OSError"
    ),
    "has an odd name": Attack("raise type('\\x1b[2J\\n200 passed', (Exception,), {})('x')"),
}

FOREVER = "while True: pass"
ENDLESS = {
    "never ends": Attack(FOREVER),
    "never ends in its text": Attack(
        holding("0.0") + f"    def __repr__(self):\n        {FOREVER}\nrepr(Value())"
    ),
    "never ends when compared": Attack(
        holding("0.0") + f"    def __eq__(self, _):\n        {FOREVER}\nValue() == Value()"
    ),
    "never ends when looked at": Attack(
        "class Value:\n"
        "    def __init__(self, *_): pass\n"
        f"    @property\n    def data(self):\n        {FOREVER}"
    ),
    "never ends when forgotten": Attack(
        holding("0.0") + f"    def __del__(self):\n        {FOREVER}\nValue()"
    ),
    "never ends and hears no signal": Attack(
        "import signal\n"
        "for number in signal.valid_signals() - {9, 19}:\n"
        "    each(lambda: signal.signal(number, signal.SIG_IGN))\n" + FOREVER
    ),
    "never ends in a thread": Attack(
        f"import threading\ndef run():\n    {FOREVER}\nthreading.Thread(target=run).start()"
    ),
    "waits for ever": Attack("import time\ntime.sleep(10**6)"),
    "stops itself": Attack("os.kill(os.getpid(), 19)"),
}

CONFINED = {**READING, **WRITING, **CONNECTING, **REACHING_THE_JUDGE, **STARTING}
JUDGED = {**ENDING, **FLOODING, **FORGING, **LYING, **SPEAKING}
