/** The widget's pictures. */

import { icon } from "../../shared/dom";

export const chatIcon = () => icon("M5 4h14a2.5 2.5 0 0 1 2.5 2.5v8A2.5 2.5 0 0 1 19 17h-7l-5 4v-4H5a2.5 2.5 0 0 1-2.5-2.5v-8A2.5 2.5 0 0 1 5 4z");
export const closeIcon = () => icon("M6 6l12 12M18 6L6 18");
export const downIcon = () => icon("M6 9.5l6 6 6-6");
export const menuIcon = () => icon("M5 12h.01M12 12h.01M19 12h.01");
export const sendIcon = () => icon("M12 19V5M5.5 11.5 12 5l6.5 6.5");
export const attachIcon = () => icon("M20 11.5 12 19.5a5 5 0 0 1-7-7l8-8a3.3 3.3 0 0 1 4.7 4.7l-8 8a1.6 1.6 0 0 1-2.3-2.3l7.3-7.3");
export const fileIcon = () => icon("M13.5 3H7a1.5 1.5 0 0 0-1.5 1.5v15A1.5 1.5 0 0 0 7 21h10a1.5 1.5 0 0 0 1.5-1.5V8zM13.5 3v5h5");
export const upIcon = () => icon("M7 11v9H4v-9zM7 11l4-8a2.2 2.2 0 0 1 2.2 2.6L12.5 9H18a2 2 0 0 1 2 2.3l-1.1 7A2 2 0 0 1 17 20H7");
export const thumbDownIcon = () => icon("M17 13V4h3v9zM17 13l-4 8a2.2 2.2 0 0 1-2.2-2.6l.7-3.4H6a2 2 0 0 1-2-2.3l1.1-7A2 2 0 0 1 7 4h10");
export const starIcon = () => icon("M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9L12 16.9l-5.2 2.8 1-5.9L3.5 9.7l5.9-.8z");
export const personIcon = () => icon("M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5a7.5 7.5 0 0 1 15 0");
export const downloadIcon = () => icon("M12 4v11M7 10.5l5 5 5-5M5 20h14");
export const mailIcon = () => icon("M3.5 6h17v12h-17zM4 6.5l8 6.5 8-6.5");
export const soundIcon = () => icon("M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a7.5 7.5 0 0 1 0 11");
export const pastIcon = () => icon("M4 5v5h5M4.5 10a8 8 0 1 1-.5 4M12 8v4.5l3 2");
export const removeIcon = () => icon("M5 7h14M9.5 7V4.5h5V7M7 7l1 13h8l1-13");
export const copyIcon = () => icon("M9 9h10v11H9zM5 15V4h10");
export const emojiIcon = () => icon("M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9 10h.01M15 10h.01M8.5 14.5a4.5 4.5 0 0 0 7 0");
export const freshIcon = () => icon("M12 5v14M5 12h14");
