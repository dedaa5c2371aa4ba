import { createHash } from "node:crypto";

/** full: Python with the scientific libraries; small: Python alone, for fast tests. */
export type ImageKind = "full" | "small";

/** Debian's packages of each kind, beside its essential ones. */
export const PACKAGES: Record<ImageKind, readonly string[]> = {
  small: ["python3", "python-is-python3"],
  full: [
    "python3",
    "python-is-python3",
    "python3-numpy",
    "python3-pandas",
    "python3-scipy",
    "python3-sklearn",
    "python3-matplotlib",
    "python3-pil",
    "python3-yaml",
    "python3-psutil",
    // What scoring programs of public bundles import besides, as the images they name have it.
    "python3-seaborn",
    "python3-statsmodels",
    "python3-networkx",
    "python3-sympy",
    "python3-nltk",
    "python3-skimage",
    "python3-imageio",
    "python3-h5py",
    "python3-openpyxl",
    "python3-numba",
    "python3-jinja2",
    "python3-bs4",
    "python3-lxml",
    "python3-requests",
    "python3-markdown",
    "python3-tqdm",
    "python3-joblib",
    "python3-tabulate",
    "python3-simplejson",
    "python3-click",
    "python3-docopt",
    "python3-setuptools",
  ],
};

/** What an imported file system needs said about it, in the Dockerfile's words. */
export const SETTINGS = [
  "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  "ENV LANG=C.UTF-8",
  "ENV PYTHONDONTWRITEBYTECODE=1",
  "ENV MPLBACKEND=Agg",
  'CMD ["python3"]',
] as const;

/**
 * Files beside the Dockerfile that both kinds hold among Python's packages: what later versions took away, given
 * back to programs that were written for the image that Codabench runs by default.
 */
export const OLDER = [
  "older/podium_older.py",
  "older/podium_older_libraries.py",
  "older/podium_older.pth",
] as const;
/** Where Debian's Python looks for packages, whatever its version. */
const DEBIAN_PACKAGES = "/usr/lib/python3/dist-packages";

/**
 * The name an image is kept under: another recipe is another name, so nothing old is ever used. `older` is the
 * content of OLDER.
 */
export function imageTag(kind: ImageKind, dockerfile: string, older: string): string {
  const recipe = JSON.stringify([kind, PACKAGES[kind], SETTINGS, kind === "full" ? dockerfile : "", older]);
  return `podium/python:${createHash("sha256").update(recipe).digest("hex").slice(0, 12)}`;
}

/** A word for a shell, whatever is in it. */
const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;

/**
 * How mmdebstrap is called for a kind: its file system comes out of standard output as a tar. `folder` is that
 * of the Dockerfile.
 */
export function mmdebstrapArguments(kind: ImageKind, sources: readonly string[], folder: string): string[] {
  const older = OLDER.map((name) => quoted(`${folder}/${name}`)).join(" ");
  const unused = ["/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*", "/usr/share/info/*"];
  return [
    "--quiet",
    `--variant=${kind === "small" ? "essential" : "apt"}`,
    `--include=${PACKAGES[kind].join(",")}`,
    "--aptopt=Acquire::Languages none",
    ...unused.map((path) => `--dpkgopt=path-exclude=${path}`),
    `--customize-hook=copy-in ${older} ${DEBIAN_PACKAGES}`,
    "", // the suite is read from the sources
    "-",
    ...sources,
  ];
}
