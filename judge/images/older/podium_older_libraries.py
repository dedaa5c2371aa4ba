"""
What later versions of the scientific libraries took away: read by podium_older.py when a program imports one of them.
"""


def _give(module, **missing):
    for name, value in missing.items():
        # Not by hasattr: numpy warns of names that one only asks for.
        if name not in vars(module):
            setattr(module, name, value)


def yaml(module):
    """PyYAML 5.1 read with FullLoader when no loader was named; 6 refuses."""
    for name in ("load", "load_all"):
        read = getattr(module, name, None)
        if read is None or read.__defaults__ or not hasattr(module, "FullLoader"):
            continue

        def older(stream, Loader=module.FullLoader, read=read):
            return read(stream, Loader)

        older.__name__ = name
        setattr(module, name, older)


def numpy(module):
    import math
    import warnings

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
        math=math,
        warnings=warnings,
        asscalar=lambda a: a.item(),
        alen=lambda a: len(module.array(a, ndmin=1)),
        rank=module.ndim,
        NaN=module.nan,
        NAN=module.nan,
        Inf=module.inf,
        Infinity=module.inf,
        infty=module.inf,
        PINF=module.inf,
        NINF=-module.inf,
        float_=module.float64,
        complex_=module.complex128,
        unicode_=module.str_,
        string_=module.bytes_,
        product=module.prod,
        cumproduct=module.cumprod,
        sometrue=module.any,
        alltrue=module.all,
        row_stack=module.vstack,
        round_=module.round,
        msort=lambda a: module.sort(a, axis=0),
        in1d=lambda ar1, ar2, **more: module.isin(module.ravel(ar1), ar2, **more),
    )
    if "trapz" not in vars(module) and hasattr(module, "trapezoid"):
        module.trapz = module.trapezoid


class _Ix:
    """Rows and columns by their labels, or by their places where those are no numbers: DataFrame.ix."""

    def __init__(self, held):
        self.held = held

    def __call__(self, axis=None):
        return self

    def _places(self, axis, key):
        import numpy as np

        index = self.held.axes[axis]
        if callable(key):
            key = key(self.held)
        if isinstance(key, slice):
            ends = [end for end in (key.start, key.stop) if end is not None]
            if all(_is_number(end) for end in ends) and not _has_numbers(index):
                return key
            return index.slice_indexer(key.start, key.stop, key.step)
        if _is_many(key):
            its = np.asarray(key)
            if its.dtype == bool:
                return np.flatnonzero(its)
            if its.dtype.kind in "iu" and not _has_numbers(index):
                return its
            found = index.get_indexer_for(key)
            if (found < 0).any():
                raise KeyError(key)
            return found
        if _is_number(key) and not _has_numbers(index):
            return key
        place = index.get_loc(key)
        return np.flatnonzero(place) if isinstance(place, np.ndarray) else place

    def _keys(self, key):
        keys = list(key) if isinstance(key, tuple) else [key]
        return keys + [slice(None)] * (self.held.ndim - len(keys))

    def __getitem__(self, key):
        return self.held.iloc[tuple(self._places(axis, one) for axis, one in enumerate(self._keys(key)))]

    def __setitem__(self, key, value):
        try:
            places = tuple(self._places(axis, one) for axis, one in enumerate(self._keys(key)))
        except KeyError:
            # A label that is not there yet: the row or the column comes into being.
            labels = [
                self.held.axes[axis][one] if _is_number(one) and not _has_numbers(self.held.axes[axis]) else one
                for axis, one in enumerate(self._keys(key))
            ]
            self.held.loc[tuple(labels)] = value
        else:
            self.held.iloc[places] = value


def _is_number(key):
    import numbers

    return isinstance(key, numbers.Integral) and not isinstance(key, bool)


def _is_many(key):
    return hasattr(key, "__iter__") and not isinstance(key, (str, bytes, tuple))


def _has_numbers(index):
    return index.inferred_type in ("integer", "mixed-integer", "floating", "mixed-integer-float")


def pandas(module):
    import datetime

    import numpy as np

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

    def as_matrix(self, columns=None):
        return (self if columns is None else self[columns]).values

    def get_value(self, index, col, takeable=False):
        return self.iat[index, col] if takeable else self.at[index, col]

    def set_value(self, index, col, value, takeable=False):
        (self.iat if takeable else self.at)[index, col] = value
        return self

    def from_csv(path, header=0, sep=",", index_col=0, parse_dates=True, encoding=None, **more):
        return module.read_csv(
            path, header=header, sep=sep, index_col=index_col, parse_dates=parse_dates, encoding=encoding, **more
        )

    for kind in (module.DataFrame, module.Series):
        _give_to(
            kind,
            append=append,
            iteritems=kind.items,
            as_matrix=as_matrix,
            get_values=lambda self: self.values,
            ix=property(_Ix),
        )
    _give_to(module.DataFrame, get_value=get_value, set_value=set_value, from_csv=staticmethod(from_csv))
    _give_to(module.Index, is_monotonic=property(lambda self: self.is_monotonic_increasing))
    # pandas 1 warns of both when they are asked for, and its modules find them so.
    if "__getattr__" not in vars(module):
        _give(module, datetime=datetime.datetime, np=np)


def _give_to(kind, **missing):
    for name, value in missing.items():
        if not hasattr(kind, name):
            setattr(kind, name, value)


def pil_image(module):
    filters = getattr(module, "Resampling", module)
    _give(module, ANTIALIAS=filters.LANCZOS, LINEAR=filters.BILINEAR, CUBIC=filters.BICUBIC)


def scipy(module):
    import numpy as np

    _give(module, interp=np.interp)


def scipy_linalg(module):
    _give(module, pinv2=module.pinv)


def scipy_integrate(module):
    for older, name in (("simps", "simpson"), ("trapz", "trapezoid"), ("cumtrapz", "cumulative_trapezoid")):
        if hasattr(module, name):
            _give(module, **{older: getattr(module, name)})


def scipy_stats(module):
    import numpy as np

    _give(module, itemfreq=lambda a: np.array(np.unique(a, return_counts=True)).T)


def scipy_misc(module):
    """What SciPy 1.1 had there: numbers are elsewhere now, and pictures are read by Pillow, as they were."""
    import numpy as np
    from scipy import special

    ways = {"nearest": 0, "lanczos": 1, "bilinear": 2, "bicubic": 3, "cubic": 3}

    def bytescale(data, cmin=None, cmax=None, high=255, low=0):
        data = np.asarray(data)
        if data.dtype == np.uint8:
            return data
        cmin = data.min() if cmin is None else cmin
        cmax = data.max() if cmax is None else cmax
        if cmax < cmin:
            raise ValueError("`cmax` should be larger than `cmin`.")
        scale = float(high - low) / ((cmax - cmin) or 1)
        return (((data - cmin) * scale + low).clip(low, high) + 0.5).astype(np.uint8)

    def toimage(arr, high=255, low=0, cmin=None, cmax=None, pal=None, mode=None, channel_axis=None):
        from PIL import Image

        data = np.asarray(arr)
        if data.ndim == 2:
            if mode == "F":
                return Image.fromarray(data.astype(np.float32))
            if mode == "1":
                return Image.fromarray(data > high)
            image = Image.fromarray(bytescale(data, cmin, cmax, high, low))
            if mode == "P" or pal is not None:
                every = np.repeat(np.arange(256, dtype=np.uint8), 3) if pal is None else pal
                image.putpalette(np.asarray(every, dtype=np.uint8).tobytes())
            return image
        channels = [axis for many in (3, 4) for axis, size in enumerate(data.shape) if size == many]
        if data.ndim != 3 or not (channels or channel_axis is not None):
            raise ValueError("'arr' does not have a suitable array shape for any mode.")
        axis = channels[0] if channel_axis is None else channel_axis
        data = np.ascontiguousarray(np.moveaxis(bytescale(data, cmin, cmax, high, low), axis, 2))
        if data.shape[2] not in (3, 4):
            raise ValueError("Channel axis dimension is not valid.")
        mode = mode or ("RGB" if data.shape[2] == 3 else "RGBA")
        return Image.frombytes(mode, (data.shape[1], data.shape[0]), data.tobytes())

    def fromimage(im, flatten=False, mode=None):
        if mode is not None:
            im = im if im.mode == mode else im.convert(mode)
        elif im.mode == "P":
            im = im.convert("RGBA" if "transparency" in im.info else "RGB")
        if flatten:
            im = im.convert("F")
        elif im.mode == "1":
            im = im.convert("L")
        return np.array(im)

    def imread(name, flatten=False, mode=None):
        from PIL import Image

        with Image.open(name) as im:
            return fromimage(im, flatten, mode)

    def imsave(name, arr, format=None):
        toimage(arr, channel_axis=2).save(name, format)

    def imresize(arr, size, interp="bilinear", mode=None):
        im = toimage(arr, mode=mode)
        if np.ndim(size) == 0:
            share = size / 100.0 if isinstance(size, (int, np.integer)) else size
            size = tuple(int(side * share) for side in im.size)
        else:
            size = (int(size[1]), int(size[0]))
        return fromimage(im.resize(size, resample=ways[interp]))

    def imrotate(arr, angle, interp="bilinear"):
        return fromimage(toimage(arr).rotate(angle, resample=ways[interp]))

    _give(
        module,
        comb=special.comb,
        factorial=special.factorial,
        factorial2=special.factorial2,
        factorialk=special.factorialk,
        logsumexp=special.logsumexp,
        bytescale=bytescale,
        toimage=toimage,
        fromimage=fromimage,
        imread=imread,
        imsave=imsave,
        imresize=imresize,
        imrotate=imrotate,
    )


def sklearn_metrics(module):
    import numpy as np

    def jaccard_similarity_score(y_true, y_pred, normalize=True, sample_weight=None):
        y_true, y_pred = (y if hasattr(y, "tocsr") else np.asarray(y) for y in (y_true, y_pred))
        if hasattr(y_true, "tocsr") or (y_true.ndim == 2 and y_true.shape[1] > 1):
            y_true, y_pred = (
                np.asarray(y.todense() if hasattr(y, "todense") else y).astype(bool) for y in (y_true, y_pred)
            )
            either = (y_true | y_pred).sum(axis=1)
            each = np.where(either == 0, 1.0, (y_true & y_pred).sum(axis=1) / np.maximum(either, 1))
        else:
            each = (y_true.ravel() == y_pred.ravel()).astype(float)
        if normalize:
            return np.average(each, weights=sample_weight)
        return each.sum() if sample_weight is None else np.dot(each, sample_weight)

    _give(module, jaccard_similarity_score=jaccard_similarity_score)
    if hasattr(module, "calinski_harabasz_score"):
        _give(module, calinski_harabaz_score=module.calinski_harabasz_score)


def sklearn_linear_assignment(module):
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    def linear_assignment(X):
        """Pairs of a row and a column, by rows."""
        return np.transpose(linear_sum_assignment(np.atleast_2d(X)))

    module.linear_assignment = linear_assignment
    module._hungarian = linear_assignment
