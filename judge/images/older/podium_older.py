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


def _yaml(module):
    """PyYAML 5.1 read with FullLoader when no loader was named; 6 refuses."""
    for name in ("load", "load_all"):
        read = getattr(module, name, None)
        if read is None or read.__defaults__ or not hasattr(module, "FullLoader"):
            continue

        def older(stream, Loader=module.FullLoader, read=read):
            return read(stream, Loader)

        older.__name__ = name
        setattr(module, name, older)


def _numpy(module):
    _give(
        module,
        bool=bool,
        int=int,
        float=float,
        complex=complex,
        object=object,
        str=str,
        long=int,
        unicode=str,
        asscalar=lambda a: a.item(),
    )


def _pandas(module):
    def append(self, other, ignore_index=False, verify_integrity=False, sort=False):
        others = list(other) if isinstance(other, (list, tuple)) else [other]
        frame = isinstance(self, module.DataFrame)
        for i, one in enumerate(others):
            if frame and isinstance(one, dict):
                one = module.Series(one)
            if frame and isinstance(one, module.Series):
                one = one.to_frame().T.infer_objects()
            others[i] = one
        return module.concat([self, *others], ignore_index=ignore_index, verify_integrity=verify_integrity, sort=sort)

    for kind in (module.DataFrame, module.Series):
        for name, value in (("append", append), ("iteritems", kind.items)):
            if not hasattr(kind, name):
                setattr(kind, name, value)
    if not hasattr(module.DataFrame, "as_matrix"):
        module.DataFrame.as_matrix = lambda self, columns=None: (self if columns is None else self[columns]).values


_CHANGED = {
    "collections": _collections,
    "time": _time,
    "fractions": _fractions,
    "inspect": _inspect,
    "yaml": _yaml,
    "numpy": _numpy,
    "pandas": _pandas,
}
_MOVED = {
    "xml.etree.cElementTree": "xml.etree.ElementTree",
    "sklearn.externals.joblib": "joblib",
    "sklearn.externals.six": "six",
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
    """Comes last: names that nobody else finds any more, with the content of their present place."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name not in _MOVED:
            return None
        from importlib.machinery import ModuleSpec

        return ModuleSpec(name, cls)

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        from importlib import import_module

        place = import_module(_MOVED[module.__name__])
        vars(module).update({k: v for k, v in vars(place).items() if not (k.startswith("__") and k != "__all__")})


for _name, _change in _CHANGED.items():
    if _name in sys.modules:
        _change(sys.modules[_name])
sys.meta_path.insert(0, _Changing)
sys.meta_path.append(_Moved)
