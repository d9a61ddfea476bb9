import { defineConfig } from "vite";
import { BROWSERS } from "./vite.config";

/** The npm package: `npm run package`. */
export default defineConfig({
  build: {
    target: "es2022",
    cssTarget: BROWSERS,
    outDir: "package/dist",
    lib: { entry: { index: "src/widget/index.ts", react: "src/react/index.ts" }, formats: ["es"] },
    rolldownOptions: { external: ["react"], output: { chunkFileNames: "[name].js" } },
  },
});
