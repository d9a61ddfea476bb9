import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { defineConfig } from "vitest/config";

/** What is built, each into one file that needs no other at once: `vite build` makes the widget, `vite build --mode desk` the desk. */
const BUNDLES = {
  widget: { title: "Heed's chat widget", file: "heed.js", trees: ["src/shared", "src/widget"] },
  desk: { title: "Heed's desk", file: "desk.js", trees: ["src/desk", "src/shared"] },
};
/** As docs/widget.md promises: for older ones, light-dark() would be rewritten. */
export const BROWSERS = ["chrome123", "firefox128", "safari17.5"];

/** The SHA-256 over names and contents of a bundle's sources: tests/bot/ui/test_build.py tells by it whether the bundle is up to date. */
function sourcesHash(trees: string[]): string {
  const hash = createHash("sha256");
  const files = trees.flatMap((tree) => readdirSync(tree, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => `${parentPath}/${name}`.replaceAll("\\", "/")).sort();
  for (const path of [...paths, "colours.css", "package-lock.json", "vite.config.ts"]) hash.update(path).update("\0").update(readFileSync(path)).update("\0");
  return hash.digest("hex");
}

/** The server sends this to browsers that take it; Python has no Brotli of its own. */
const brotli = {
  name: "brotli",
  writeBundle({ dir = "dist" }: { dir?: string }, bundle: Record<string, unknown>) {
    for (const name of Object.keys(bundle)) writeFileSync(`${dir}/${name}.br`, brotliCompressSync(readFileSync(`${dir}/${name}`)));
  },
};

export default defineConfig(({ mode }) => {
  const name = mode === "desk" ? "desk" : "widget";
  const { title, file, trees } = BUNDLES[name];
  const banner = `/* ${title}, Apache-2.0. Built by "make widget" from sources ${sourcesHash(trees)} */`;
  return {
    plugins: [brotli],
    build: {
      target: "es2022",
      cssTarget: BROWSERS,
      emptyOutDir: false,
      lib: { entry: `src/${name}/index.ts`, formats: ["es"], fileName: () => file, cssFileName: name },
      rolldownOptions: { output: { postBanner: banner, minify: true, comments: false, chunkFileNames: "heed-[name].js" } },
    },
    test: { environment: "happy-dom", include: ["tests/**/*.test.ts"] },
  };
});
