/** The desk's script: the page has one element, `#desk`. */

import { App } from "./app";
import "./styles/index.css";

const root = document.getElementById("desk");
if (root) void new App(root).start();
