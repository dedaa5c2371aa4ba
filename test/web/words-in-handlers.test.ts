import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { expect, test } from "vitest";

// In a browser a word whose part is still on its way is thrown as a promise, for React to wait for. Outside of
// rendering nobody waits: a press would do nothing.

const WORDS = new Set(["t", "say", "sentence"]);
const IS_LATER =
  /^(useEffect|useLayoutEffect|useCallback|setTimeout|setInterval|queueMicrotask|\w+\.(then|catch|finally|addEventListener|on|once))$/;

/** Where a file looks words up in a function that runs after rendering: "line: text". */
function wordsLater(name: string, text: string): string[] {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const named = new Map<string, ts.Node>();
  const later: ts.Node[] = [];
  const take = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.initializer) named.set(node.name.getText(), node.initializer);
    if (ts.isFunctionDeclaration(node) && node.name) named.set(node.name.text, node);
    if (ts.isJsxAttribute(node) && /^on[A-Z]/.test(node.name.getText()) && node.initializer)
      later.push(node.initializer);
    if (ts.isCallExpression(node) && IS_LATER.test(node.expression.getText())) later.push(...node.arguments);
    ts.forEachChild(node, take);
  };
  take(source);
  const found: string[] = [];
  const seen = new Set<ts.Node>();
  const look = (node: ts.Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (ts.isCallExpression(node)) {
      const called = node.expression.getText();
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      if (WORDS.has(called)) found.push(`${name}:${line}: ${node.getText()}`);
    }
    const meant = ts.isIdentifier(node) ? named.get(node.text) : undefined;
    if (meant && (ts.isArrowFunction(meant) || ts.isFunctionDeclaration(meant))) look(meant);
    ts.forEachChild(node, look);
  };
  for (const node of later) look(node);
  return found;
}

test("no handler and no effect of a screen looks a word up", () => {
  const screens = readdirSync("app", { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".tsx"));
  expect(screens.length).toBeGreaterThan(100);
  expect(screens.flatMap((file) => wordsLater(file, readFileSync(`app/${file}`, "utf8")))).toEqual([]);
});

test("a word in a handler is found where it stands, and behind a name", () => {
  const screen = `
    const Row = () => {
      const { t } = useTranslation();
      const send = () => { if (!window.confirm(t("ui.sure"))) return; };
      useEffect(() => { document.title = t("ui.title"); }, [t]);
      return <form onSubmit={send}><a onClick={() => tell(t("ui.told"))}>{t("ui.shown")}</a></form>;
    };`;
  expect(wordsLater("row.tsx", screen).map((at) => at.split(": ").pop())).toEqual([
    't("ui.title")',
    't("ui.sure")',
    't("ui.told")',
  ]);
});
