"""
What later versions took away, for programs that were written for the image that bundles have by default:
codalab/codalab-legacy:py37 with Python 3.7, PyYAML 5.1, numpy 1.17, pandas 0.25 and scikit-learn 0.21.
What is still there stays as it is, and nothing is imported that a program does not import.
"""

import sys


def _give(module, **missing):
    for name, value in missing.items():
        # Not by hasattr: numpy warns of names that one only asks for.
        if name not in vars(module):
            setattr(module, name, value)


def _collections(module):
    import collections.abc

    _give(module, **{name: getattr(collections.abc, name) for name in collections.abc.__all__})


def _time(module):
    _give(module, clock=module.process_time)


def _fractions(module):
    import math

    _give(module, gcd=math.gcd)


def _inspect(module):
    def getargspec(func):
        return ArgSpec(*module.getfullargspec(func)[:4])

    if "getargspec" not in vars(module):
        from collections import namedtuple

        ArgSpec = namedtuple("ArgSpec", "args varargs keywords defaults")
        _give(module, getargspec=getargspec, ArgSpec=ArgSpec)


def _random(module):
    """Sets had an order to draw from, a shuffle its own source, and anything with a hash was a seed."""
    from collections.abc import Set

    drawn, mixed, begun = module.Random.sample, module.Random.shuffle, module.Random.seed

    def sample(self, population, k, **more):
        return drawn(self, tuple(population) if isinstance(population, Set) else population, k, **more)

    def shuffle(self, x, random=None):
        if random is None:
            return mixed(self, x)
        for i in reversed(range(1, len(x))):
            j = int(random() * (i + 1))
            x[i], x[j] = x[j], x[i]

    def seed(self, a=None, version=2):
        if not isinstance(a, (type(None), int, float, str, bytes, bytearray)):
            a = hash(a) & sys.maxsize * 2 + 1
        return begun(self, a, version)

    for method in (sample, shuffle, seed):
        setattr(module.Random, method.__name__, method)
        setattr(module, method.__name__, getattr(module._inst, method.__name__))


def _threading(module):
    if not hasattr(module.Thread, "isAlive"):
        module.Thread.isAlive = module.Thread.is_alive


def _platform(module):
    def linux_distribution(*_, **__):
        its = module.freedesktop_os_release()
        return (its.get("ID", ""), its.get("VERSION_ID", ""), "")

    _give(module, linux_distribution=linux_distribution, dist=linux_distribution)


def _base64(module):
    _give(module, encodestring=module.encodebytes, decodestring=module.decodebytes)


def _json(module):
    """An encoding was taken and meant nothing."""

    def without_encoding(read):
        def older(*given, encoding=None, **more):
            return read(*given, **more)

        older.__name__ = read.__name__
        return older

    module.load, module.loads = without_encoding(module.load), without_encoding(module.loads)


def _cgi(module):
    import html

    _give(module, escape=lambda s, quote=None: html.escape(s, quote=bool(quote)))


def _html_parser(module):
    import html

    if not hasattr(module.HTMLParser, "unescape"):
        module.HTMLParser.unescape = lambda self, s: html.unescape(s)


def _element_tree(module):
    import gc

    def getchildren(self):
        return list(self)

    def getiterator(self, tag=None):
        return list(self.iter(tag))

    if not hasattr(module.ElementTree, "getiterator"):
        module.ElementTree.getiterator = getiterator
    if not hasattr(module.Element, "getchildren"):
        # A type made in C takes no attribute, but what it has is kept in a dictionary all the same.
        its = gc.get_referents(module.Element.__dict__)[0]
        its.update(getchildren=getchildren, getiterator=getiterator)
        sys._clear_type_cache()


def _of_libraries(name):
    def change(module):
        import podium_older_libraries

        getattr(podium_older_libraries, name)(module)

    return change


class _Open:
    """What `open` is; a U in its mode meant what every text file does now. No function: those become methods."""

    __slots__ = ("now", "__wrapped__")

    def __init__(self, now):
        self.now = self.__wrapped__ = now

    def __getattr__(self, name):
        return getattr(self.now, name)

    def __repr__(self):
        return repr(self.now)

    def __call__(self, file, mode="r", *others, **more):
        if type(mode) is str and "U" in mode and not set(mode) - set("Urbt"):
            mode = "rb" if "b" in mode else "r"
        return self.now(file, mode, *others, **more)


_CHANGED = {
    "collections": _collections,
    "time": _time,
    "fractions": _fractions,
    "inspect": _inspect,
    "random": _random,
    "threading": _threading,
    "platform": _platform,
    "base64": _base64,
    "json": _json,
    "cgi": _cgi,
    "html.parser": _html_parser,
    "xml.etree.ElementTree": _element_tree,
    "yaml": _of_libraries("yaml"),
    "numpy": _of_libraries("numpy"),
    "pandas": _of_libraries("pandas"),
    "PIL.Image": _of_libraries("pil_image"),
    "scipy": _of_libraries("scipy"),
    "scipy.integrate": _of_libraries("scipy_integrate"),
    "scipy.linalg": _of_libraries("scipy_linalg"),
    "scipy.misc": _of_libraries("scipy_misc"),
    "scipy.stats": _of_libraries("scipy_stats"),
    "sklearn.metrics": _of_libraries("sklearn_metrics"),
}
_MOVED = {
    "xml.etree.cElementTree": "xml.etree.ElementTree",
    "sklearn.externals.joblib": "joblib",
    "sklearn.externals.six": "six",
    "sklearn.metrics.classification": "sklearn.metrics._classification",
    "sklearn.metrics.ranking": "sklearn.metrics._ranking",
    "sklearn.metrics.regression": "sklearn.metrics._regression",
    "sklearn.metrics.scorer": "sklearn.metrics._scorer",
    "sklearn.utils.testing": "sklearn.utils._testing",
}
# Modules that are no more, made anew.
_MADE = {
    "sklearn.utils.linear_assignment_": _of_libraries("sklearn_linear_assignment"),
    "scipy.misc": _of_libraries("scipy_misc"),
}


class _Changing:
    """Finds what the others find, and gives back what is missing once it has been imported."""

    busy = set()

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        change = _CHANGED.get(name)
        if change is None or name in cls.busy:
            return None
        cls.busy.add(name)
        try:
            for finder in sys.meta_path:
                spec = finder.find_spec(name, path, target) if hasattr(finder, "find_spec") else None
                if spec is not None:
                    break
            else:
                return None
        finally:
            cls.busy.discard(name)
        loader = spec.loader
        run = getattr(loader, "exec_module", None)
        if run is None:
            return spec

        def exec_module(module):
            run(module)
            try:
                change(module)
            except Exception:
                # A module of the program's own, of the same name.
                pass

        try:
            loader.exec_module = exec_module
        except (AttributeError, TypeError):
            pass
        return spec


class _Moved:
    """Comes last: names that nobody else finds any more, with the content of their present place, or made anew."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name not in _MOVED and name not in _MADE:
            return None
        from importlib.machinery import ModuleSpec

        return ModuleSpec(name, cls)

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        from importlib import import_module

        if module.__name__ in _MADE:
            return _MADE[module.__name__](module)
        place = import_module(_MOVED[module.__name__])
        vars(module).update({k: v for k, v in vars(place).items() if not (k.startswith("__") and k != "__all__")})


import builtins  # noqa: E402
import io  # noqa: E402

builtins.open = io.open = _Open(io.open)
for _name, _change in _CHANGED.items():
    if _name in sys.modules:
        _change(sys.modules[_name])
sys.meta_path.insert(0, _Changing)
sys.meta_path.append(_Moved)
