/** The desk's pictures, 24 by 24. */

import { icon } from "../../shared/dom";

export const markIcon = () => icon("M5 4h14a2.5 2.5 0 0 1 2.5 2.5v8A2.5 2.5 0 0 1 19 17h-7l-5 4v-4H5a2.5 2.5 0 0 1-2.5-2.5v-8A2.5 2.5 0 0 1 5 4z");
export const inboxIcon = () => icon("M4 13.5 6.5 5h11L20 13.5V19H4zM4 13.5h4.5a3.5 3.5 0 0 0 7 0H20");
export const chartIcon = () => icon("M5 19.5v-7M12 19.5v-15M19 19.5v-10");
export const gearIcon = () => icon("M4 7h9M17 7h3M15 9.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4zM4 17h3M11 17h9M9 19.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z");
export const keyboardIcon = () => icon("M4 6.5h16a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 16V8A1.5 1.5 0 0 1 4 6.5zM6.5 10h.01M10 10h.01M14 10h.01M17.5 10h.01M8 14h8");
export const searchIcon = () => icon("M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.5 4.5");
export const filterIcon = () => icon("M4 6h16M7 12h10M10 18h4");
export const closeIcon = () => icon("M6 6l12 12M18 6L6 18");
export const backIcon = () => icon("M14.5 5.5 8 12l6.5 6.5");
export const infoIcon = () => icon("M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8h.01");
export const takeIcon = () => icon("M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5a7.5 7.5 0 0 1 15 0");
export const returnIcon = () => icon("M9 14 4.5 9.5 9 5M4.5 9.5H14a5.5 5.5 0 0 1 0 11h-3");
export const transferIcon = () => icon("M4 8h14M14 4l4 4-4 4M20 16H6M10 12l-4 4 4 4");
export const doneIcon = () => icon("M5 12.5 10 17.5 19.5 7");
export const sendIcon = () => icon("M12 19V5M5.5 11.5 12 5l6.5 6.5");
export const attachIcon = () => icon("M20 11.5 12 19.5a5 5 0 0 1-7-7l8-8a3.3 3.3 0 0 1 4.7 4.7l-8 8a1.6 1.6 0 0 1-2.3-2.3l7.3-7.3");
export const fileIcon = () => icon("M13.5 3H7a1.5 1.5 0 0 0-1.5 1.5v15A1.5 1.5 0 0 0 7 21h10a1.5 1.5 0 0 0 1.5-1.5V8zM13.5 3v5h5");
export const downIcon = () => icon("M12 5v14M6 13l6 6 6-6");
export const noteIcon = () => icon("M6 4h12v10l-5 6H6zM13 20v-6h5");
export const upIcon = () => icon("M7 11v9H4v-9zM7 11l4-8a2.2 2.2 0 0 1 2.2 2.6L12.5 9H18a2 2 0 0 1 2 2.3l-1.1 7A2 2 0 0 1 17 20H7");
export const thumbDownIcon = () => icon("M17 13V4h3v9zM17 13l-4 8a2.2 2.2 0 0 1-2.2-2.6l.7-3.4H6a2 2 0 0 1-2-2.3l1.1-7A2 2 0 0 1 7 4h10");
export const upsetIcon = () => icon("M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 16a4.2 4.2 0 0 1 7 0M9 9.8h.01M15 9.8h.01");
export const pleasedIcon = () => icon("M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14a4.2 4.2 0 0 0 7 0M9 9.8h.01M15 9.8h.01");
export const webIcon = () => icon("M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18");
export const phoneIcon = () => icon("M8 2.5h8A1.5 1.5 0 0 1 17.5 4v16a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 20V4A1.5 1.5 0 0 1 8 2.5zM11 18.5h2");
export const mailIcon = () => icon("M4 5.5h16A1.5 1.5 0 0 1 21.5 7v10a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 17V7A1.5 1.5 0 0 1 4 5.5zM3 7l9 6.5L21 7");
