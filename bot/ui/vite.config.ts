import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { defineConfig } from "vitest/config";

/** The SHA-256 over names and contents of all sources: tests/bot/ui/test_build.py tells by it whether dist/heed.js is up to date. */
function sourcesHash(): string {
  const hash = createHash("sha256");
  const files = readdirSync("src", { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => `${parentPath}/${name}`.replaceAll("\\", "/")).sort();
  for (const path of [...paths, "colours.css", "package-lock.json", "vite.config.ts"]) hash.update(path).update("\0").update(readFileSync(path)).update("\0");
  return hash.digest("hex");
}

const banner = `/* Heed's chat widget, Apache-2.0. Built by "make widget" from sources ${sourcesHash()} */`;

export default defineConfig({
  build: {
    target: "es2022",
    lib: { entry: "src/widget/index.ts", formats: ["es"], fileName: () => "heed.js" },
    rolldownOptions: { output: { postBanner: banner, minify: true } },
  },
  test: { environment: "happy-dom", include: ["tests/**/*.test.ts"] },
});
