import { defineConfig } from "vite";
import { BROWSERS } from "../../vite.config";

/** The pages of frameworks that the browser tests visit (tests/integration/test_widget_frameworks.py names the folder). */
export default defineConfig({
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    target: "es2022",
    cssTarget: BROWSERS,
    minify: false,
    lib: { entry: { react: "tests/pages/react.ts", vue: "tests/pages/vue.ts", turbo: "tests/pages/turbo.ts" }, formats: ["es"] },
    rolldownOptions: { output: { chunkFileNames: "[name].js" } },
  },
});
