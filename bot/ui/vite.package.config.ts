import { defineConfig } from "vite";
import { BROWSERS, ownBase } from "./vite.config";

/** The npm package: `npm run package`. */
export default defineConfig({
  css: { postcss: { plugins: [ownBase] } },
  build: {
    target: "es2022",
    cssTarget: BROWSERS,
    outDir: "package/dist",
    lib: { entry: { index: "src/widget/index.ts", react: "src/react/index.ts" }, formats: ["es"] },
    rolldownOptions: { external: ["react"], output: { chunkFileNames: "[name].js" } },
  },
});
