import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { defineConfig } from "vitest/config";

/** What is built, each into one file that needs no other: `vite build` makes the widget, `vite build --mode desk` the desk. */
const BUNDLES = {
  widget: { title: "Heed's chat widget", file: "heed.js", trees: ["src/shared", "src/widget"] },
  desk: { title: "Heed's desk", file: "desk.js", trees: ["src/desk", "src/shared"] },
};

/** The SHA-256 over names and contents of a bundle's sources: tests/bot/ui/test_build.py tells by it whether the bundle is up to date. */
function sourcesHash(trees: string[]): string {
  const hash = createHash("sha256");
  const files = trees.flatMap((tree) => readdirSync(tree, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => `${parentPath}/${name}`.replaceAll("\\", "/")).sort();
  for (const path of [...paths, "colours.css", "package-lock.json", "vite.config.ts"]) hash.update(path).update("\0").update(readFileSync(path)).update("\0");
  return hash.digest("hex");
}

export default defineConfig(({ mode }) => {
  const name = mode === "desk" ? "desk" : "widget";
  const { title, file, trees } = BUNDLES[name];
  const banner = `/* ${title}, Apache-2.0. Built by "make widget" from sources ${sourcesHash(trees)} */`;
  return {
    build: {
      target: "es2022",
      cssTarget: ["chrome123", "firefox128", "safari17.5"], // as docs/widget.md promises: else light-dark() would be rewritten
      emptyOutDir: false,
      lib: { entry: `src/${name}/index.ts`, formats: ["es"], fileName: () => file, cssFileName: name },
      rolldownOptions: { output: { postBanner: banner, minify: true } },
    },
    test: { environment: "happy-dom", include: ["tests/**/*.test.ts"] },
  };
});
