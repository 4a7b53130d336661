"""The learner's process: runs programs against a submission and replies with traces.

Started as `python -I -S worker.py`, standard library alone. Requests come in on descriptor
0 and replies go out on 1, each a 4-byte length and JSON; where a crash happened goes out on
2. What is said here is never trusted: the judge reads it as plain data.
"""

import builtins
import faulthandler
import importlib
import importlib.abc
import importlib.machinery
import io
import json
import os
import random
import re
import struct
import sys

OUTPUT_LIMIT = 10_000  # characters of what a program prints
TEXT_LIMIT = 1_000  # characters of any other text
NODE_LIMIT = 100_000
ITEM_LIMIT = 20_000
FRAME_LIMIT = 12  # lines of a traceback
STUB = re.compile(r"stage \d+: ([\w.]+)\Z")
PROGRAM = "<program>"


def main():
    requests, replies, crashes = os.dup(0), os.dup(1), os.dup(2)
    silence()
    faulthandler.enable(file=crashes, all_threads=False)
    os._exit = refuse_to_exit
    builtins.exit = builtins.quit = sys.exit  # which `python -S` leaves out
    submission = None
    while True:
        request = receive(requests)
        if request is None:
            return
        if "sources" in request:
            set_limits(request["limits"])
            if submission in sys.meta_path:
                sys.meta_path.remove(submission)
            submission = Submission(**request["sources"])
            reply = {"stubs": submission.stubs() if request["stubs"] else {}}
        else:
            reply = submission.run(request["program"], request["descending"])
        reply["answers"] = request["number"]
        send(replies, reply)


def silence():
    """Point the standard descriptors at nothing: output is kept in Python, input is none."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    os.close(nothing)


def receive(descriptor):
    header = read_exactly(descriptor, 4)
    if header is None:
        return None
    return json.loads(read_exactly(descriptor, struct.unpack(">I", header)[0]))


def read_exactly(descriptor, size):
    parts = []
    while size:
        part = os.read(descriptor, min(size, 1 << 20))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def send(descriptor, reply):
    text = json.dumps(reply, allow_nan=False).encode("ascii")
    view = memoryview(struct.pack(">I", len(text)) + text)
    while view:
        view = view[os.write(descriptor, view) :]


def set_limits(limits):
    """Lower this process's own limits, soft and hard, for good."""
    try:
        import resource
    except ImportError:  # not on Windows, where the judge's deadline stands alone
        return
    for name, value in limits.items():
        try:
            resource.setrlimit(getattr(resource, name), (value, value))
        except (AttributeError, ValueError, OSError):
            pass  # macOS knows but refuses some of them


class EndedProcess(BaseException):
    """os._exit() was called: a BaseException, so that no honest `except` swallows it."""


def refuse_to_exit(code=0):
    raise EndedProcess(str(code))


codes = {}  # {(path, source): compiled}, which outlives a submission


class Submission(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Learner modules, made from their sources, and made anew for every program."""

    def __init__(self, files, library, packages, site):
        # {module: [path to show, source]}; the library is ours and stays loaded.
        self.files = files
        self.library = library
        self.packages = packages
        self.site = site
        if packages == "all":
            sys.path.extend(site)
            importlib.import_module("torch").set_num_threads(1)  # not on a program's time
        sys.meta_path.insert(0, self)

    def find_spec(self, name, path=None, target=None):
        if name in self.files:
            return importlib.machinery.ModuleSpec(name, self, origin=self.files[name][0])
        if name in self.library:
            is_package = any(other.startswith(name + ".") for other in self.library)
            return importlib.machinery.ModuleSpec(name, self, is_package=is_package)
        if path is None and self.packages != "all":
            if name in self.packages:
                return importlib.machinery.PathFinder.find_spec(name, self.site)
            if name == "torch":
                raise ModuleNotFoundError("torch is for stage 7, torch_neuron.py", name=name)
        return None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        name = module.__name__
        if name in self.files:
            module.__file__ = self.files[name][0]
        exec(self.code(name), module.__dict__)
        if name in self.files:
            follow_births(module.__dict__.get("Value"))

    def code(self, name):
        path, source = self.files.get(name) or self.library[name]
        if (path, source) not in codes:
            codes[path, source] = compile(source, path, "exec", dont_inherit=True)
        return codes[path, source]

    def stubs(self):
        """The functions that still are as the kata hands them out, and where they are."""
        found = {}
        for name, (path, _) in self.files.items():
            try:
                stubs = stubs_in(self.code(name))
                found.update((stub, {"file": path, "line": line}) for stub, line in stubs)
            except Exception:
                continue  # a file that does not compile says so when it is imported
        return found

    def run(self, program, descending):
        births.start(descending)
        for name in self.files:
            sys.modules.pop(name, None)
        random.seed(0)
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed(0)
        output = sys.stdout = sys.stderr = Output()
        namespace = {"__name__": "__main__", "__builtins__": builtins}
        raised = None
        try:
            exec(compile(program, PROGRAM, "exec", dont_inherit=True), namespace)
        except BaseException as error:
            raised = self.describe_error(error, program)
        finally:
            sys.stdout = sys.stderr = io.StringIO()
        try:
            reply = Description(namespace).reply
        except BaseException as error:
            reply = {}
            raised = raised or self.describe_error(error, program)
        reply.update(output=output.text(), raised=raised)
        return reply

    def describe_error(self, error, program):
        try:
            message = str(error)
        except BaseException:
            message = "(its own text cannot be shown)"
        frames = self.frames(error.__traceback__, program)
        if isinstance(error, SyntaxError) and error.filename in self.paths():
            frames.append(self.frame(str(error.filename), error.lineno or 1, "<module>", program))
        return {
            "kind": type(error).__name__[:100],
            "bases": [base.__name__[:100] for base in type(error).__mro__[1:-3]],
            "message": text(message),
            "frames": frames,
        }

    def paths(self):
        return {path for path, _ in self.files.values()}

    def frames(self, traceback, program):
        """The lines of learner code, outermost first; the middle of a deep stack left out."""
        ours, first, last = self.paths() | {PROGRAM}, [], []
        while traceback is not None:
            code = traceback.tb_frame.f_code
            if code.co_filename in ours:
                where = (code.co_filename, traceback.tb_lineno, code.co_name)
                if len(first) < FRAME_LIMIT // 2:
                    first.append(where)
                else:
                    last = [*last[1 - FRAME_LIMIT // 2 :], where]
            traceback = traceback.tb_next
        return [self.frame(*where, program) for where in first + last]

    def frame(self, path, line, function, program):
        source = next((s for p, s in self.files.values() if p == path), program)
        lines = source.splitlines()
        here = lines[line - 1].strip() if 0 < line <= len(lines) else ""
        return {"file": path, "line": line, "function": function[:100], "text": text(here)}


def stubs_in(code):
    names = [STUB.match(c) for c in code.co_consts if isinstance(c, str)]
    if code.co_names == ("NotImplementedError",) and any(names):
        yield next(match.group(1) for match in names if match), code.co_firstlineno
    for constant in code.co_consts:
        if isinstance(constant, type(code)):
            yield from stubs_in(constant)


class Births:
    """The order in which Values were born, for sets to follow instead of addresses."""

    def start(self, descending):
        self.descending = descending
        self.count, self.numbers = 0, {}

    def note(self, value):
        self.count += 1  # not the length: the id of a value that is gone is used again
        self.numbers[id(value)] = self.count

    def rank(self, value):
        number = self.numbers.get(id(value), 0)
        # ~n is n's mirror image in every table of a power of two, which a set's is.
        return ~number if self.descending else number


births = Births()


def follow_births(cls):
    """Give a Value class without a hash of its own one that repeats from run to run."""
    if not isinstance(cls, type) or {"__hash__", "__eq__", "__new__"} & set(vars(cls)):
        return

    def __new__(cls, *args, **kwargs):
        value = object.__new__(cls)
        births.note(value)
        return value

    try:
        cls.__new__ = __new__
        cls.__hash__ = lambda self: births.rank(self)
    except Exception:
        pass  # a metaclass that forbids it is judged by the order it has


class Output(io.TextIOBase):
    """What a program prints; the first characters are kept, the rest is counted."""

    encoding = "utf-8"

    def __init__(self):
        self.parts, self.size = [], 0

    def writable(self):
        return True

    def write(self, part):
        if not isinstance(part, str):
            raise TypeError("write() argument must be str, not " + type(part).__name__)
        room = OUTPUT_LIMIT - self.size
        if room > 0:
            self.parts.append(part[:room])
        self.size += len(part)
        return len(part)

    def text(self):
        kept = "".join(self.parts)
        if self.size > OUTPUT_LIMIT:
            kept += f"\n... and {self.size - OUTPUT_LIMIT} characters more"
        return clean(kept)


def clean(string):
    """Lone surrogates, which no encoding carries, as question marks."""
    return str.encode(string, "utf-8", "replace").decode("utf-8")


def text(string):
    string = clean(string)
    return string if len(string) <= TEXT_LIMIT else string[:TEXT_LIMIT] + "..."


class TooManyValues(Exception):
    """A graph larger than any check asks for."""


class Description:
    """A namespace as plain data. Walks by id; never asks learner objects who they equal."""

    def __init__(self, namespace):
        self.nodes, self.indices, self.to_walk = [], {}, []
        names = {
            name: self.datum(thing)
            for name, thing in namespace.items()
            if not name.startswith("_") and not is_definition(thing)
        }
        while self.to_walk:
            index, value = self.to_walk.pop()
            self.nodes[index] = self.node(value)
        self.reply = {"names": names, "nodes": self.nodes}

    def datum(self, thing, depth=0):
        kind = type(thing)
        if thing is None or kind is bool:
            return thing
        if is_value(kind):
            return {"type": "node", "index": self.index(thing)}
        if isinstance(thing, str):
            return text(str.__str__(thing))
        number = plain_number(thing)
        if number is not None:
            return number
        if kind in (list, tuple, set, frozenset) or isinstance(thing, (list, tuple)):
            return self.many(thing, depth)
        if kind is dict:
            return self.table(thing, depth)
        return other(named_kind(kind))

    def many(self, things, depth):
        if depth > 5 or len(things) > ITEM_LIMIT:
            return other(f"a {type(things).__name__} of {len(things)}")
        items = [self.datum(item, depth + 1) for item in list(things)]
        return {"type": "many", "kind": type(things).__name__, "items": items}

    def table(self, things, depth):
        if depth > 5 or len(things) > ITEM_LIMIT:
            return other(f"a dictionary of {len(things)}")
        items = {
            text(key): self.datum(item, depth + 1)
            for key, item in things.items()
            if type(key) is str
        }
        return {"type": "table", "items": items}

    def index(self, value):
        if id(value) not in self.indices:
            if len(self.nodes) >= NODE_LIMIT:
                raise TooManyValues(f"there are more than {NODE_LIMIT} in what the program keeps")
            self.indices[id(value)] = len(self.nodes)
            self.to_walk.append((len(self.nodes), value))
            self.nodes.append(None)
        return self.indices[id(value)]

    def node(self, value):
        node = {"data": None}
        for attribute, key in (("data", "data"), ("grad", "grad"), ("_op", "op")):
            self.attribute(value, attribute, node, key)
        self.attribute(value, "_prev", node, "parents")
        return node

    def attribute(self, value, attribute, node, key):
        try:
            thing = getattr(value, attribute)
        except AttributeError:
            return
        except Exception as error:
            node[key] = other(f"raises {type(error).__name__}")
            return
        node[key] = self.datum(thing)


def is_value(kind):
    return any(base.__name__ == "Value" for base in kind.__mro__)


def is_definition(thing):
    return isinstance(thing, type) or type(thing).__name__ in (
        "module",
        "function",
        "builtin_function_or_method",
    )


def plain_number(thing):
    """The number itself, whatever its class claims about it; None where it is none."""
    if isinstance(thing, float):
        number = float.__float__(thing)
    elif isinstance(thing, int):
        number = int.__int__(thing)
        return number if number.bit_length() <= 1024 else other("an int too large to compare")
    else:
        number = number_of_library(thing)
        if number is None or type(number) is int:
            return number
    if number - number == 0:
        return number
    return {"type": "float", "text": repr(number)}


def number_of_library(thing):
    """A NumPy scalar, or a torch tensor of one element, as a Python number."""
    numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    try:
        in_numpy = numpy and isinstance(thing, (numpy.generic, numpy.ndarray)) and thing.size == 1
        if in_numpy or (torch and isinstance(thing, torch.Tensor) and thing.numel() == 1):
            thing = thing.item()
    except Exception:
        return None
    return thing if type(thing) in (int, float) else None


def other(words):
    return {"type": "other", "text": text(words)}


def named_kind(kind):
    name = kind.__name__
    return f"an {name}" if name[:1].lower() in "aeiou" else f"a {name}"


if __name__ == "__main__":
    main()
