/** The widget's look. A style sheet made by script needs no `unsafe-inline` in the site's Content-Security-Policy. */

import { withOwnBase } from "./own_base";
import styles from "./styles/index.css?inline";

export const SHEET = new CSSStyleSheet();
SHEET.replaceSync(withOwnBase(styles));
