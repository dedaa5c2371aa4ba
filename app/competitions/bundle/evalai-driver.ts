/**
 * The scoring program of an imported EvalAI challenge: calls the challenge's own `evaluate` as EvalAI does and
 * writes its scores in Codabench's way. `podium.json` beside it says the phase, its annotations and its columns.
 */
export const EVALAI_DRIVER = `import datetime
import html
import importlib
import json
import os
import sys
import tempfile
import traceback
import zipfile

PROGRAM = os.path.dirname(os.path.abspath(__file__))
REFERENCE, SUBMITTED, OUTPUT = "/app/input/ref", "/app/input/res", "/app/output"


def fail(sentence):
    print(sentence, file=sys.stderr)
    sys.exit(1)


def annotations(name):
    if not name:
        return None
    path = os.path.join(REFERENCE, name)
    if not zipfile.is_zipfile(path):
        return path
    try:
        zipfile.ZipFile(path).extractall(REFERENCE)
    except OSError:  # large data cannot be written beside
        folder = tempfile.mkdtemp()
        zipfile.ZipFile(path).extractall(folder)
        path = os.symlink(path, os.path.join(folder, name)) or os.path.join(folder, name)
    return path


def submission(as_zip):
    found = []
    for folder, _, names in os.walk(SUBMITTED):
        found += [os.path.relpath(os.path.join(folder, name), SUBMITTED) for name in names]
    found = sorted(name for name in found if name != "metadata")
    if not found:
        fail("The submission holds no file.")
    if len(found) == 1 and not as_zip:
        return os.path.join(SUBMITTED, found[0])
    path = os.path.join(tempfile.mkdtemp(), "submission.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in found:
            archive.write(os.path.join(SUBMITTED, name), name)
    return path


def plain(value):
    return value.item() if hasattr(value, "item") else str(value)


def write(name, value):
    with open(os.path.join(OUTPUT, name), "w", encoding="utf-8") as file:
        json.dump(value, file, default=plain, ensure_ascii=False)


def main():
    with open(os.path.join(PROGRAM, "podium.json"), encoding="utf-8") as file:
        phase = json.load(file)
    # Not by a name that a module of the script's own may have.
    sys.path[:0] = [PROGRAM, os.path.join(PROGRAM, "podium_challenge")]
    try:
        evaluate = importlib.import_module("podium_challenge").evaluate
    except Exception:
        traceback.print_exc()
        fail("The evaluation script of the challenge cannot be imported.")
    path = submission(phase["asZip"])
    about = {
        "id": 0,
        "challenge_phase": 0,
        "created_by": 0,
        "input_file": path,
        "status": "running",
        "method_name": "",
        "method_description": "",
        "project_url": "",
        "publication_url": "",
        "submission_metadata": None,
        "is_baseline": False,
        "participant_team": "",
        "participant_team_name": "",
        "submitted_at": datetime.datetime.now(datetime.timezone.utc).isoformat(),
    }
    try:
        output = evaluate(annotations(phase["annotations"]), path, phase["codename"], submission_metadata=about)
    except Exception:
        traceback.print_exc()
        fail("The evaluation script of the challenge failed.")
    if not isinstance(output, dict) or not isinstance(output.get("result"), (list, tuple)):
        fail("The evaluation script of the challenge returned no result.")
    scores = {}
    for part in output["result"]:
        for split, values in part.items():
            if split not in phase["splits"]:
                known = ", ".join(phase["splits"])
                fail(f'The evaluation script scored the split "{split}", which the phase "{phase["codename"]}" does not have. It has: {known}')
            keys = phase["splits"][split]
            scores.update({keys[label]: value for label, value in values.items() if label in keys})
    if output.get("error"):
        print(json.dumps(output["error"], default=plain, ensure_ascii=False), file=sys.stderr)
    if output.get("submission_metadata") is not None:
        write("submission_metadata.json", output["submission_metadata"])
    shown = output.get("submission_result")
    if shown is not None:
        text = shown if isinstance(shown, str) else json.dumps(shown, default=plain, ensure_ascii=False, indent=2)
        with open(os.path.join(OUTPUT, "detailed_results.html"), "w", encoding="utf-8") as file:
            file.write("<!doctype html><meta charset=utf-8><meta name=color-scheme content='light dark'><pre>" + html.escape(text) + "</pre>")
    write("scores.json", scores)


main()
`;
