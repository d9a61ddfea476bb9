// @ts-check
/** The words of the page, in English and Chinese, and how it writes dates. */

const english = {
  dates: "en-GB",
  subtitle: "Assistant",
  fresh: "New conversation",
  conversation: "Conversation",
  hello: "Hello! How can we help?",
  welcome:
    "I am an automated assistant. I answer with what our team has told customers before. " +
    "Where I am not sure, I ask, or I hand you over to a person.",
  suggestions: [
    "Where is my order?",
    "How do I send something back?",
    "Can I use the enamel pot on an induction hob?",
  ],
  input: "Your message",
  placeholder: "Write a message…",
  send: "Send",
  hint: "Enter to send, Shift + Enter for a new line",
  you: "You:",
  assistant: "Assistant:",
  typing: "The assistant is typing",
  waiting: "Waiting to be sent",
  delivered: "Delivered",
  retry: "Retry",
  image: "Picture sent by the assistant",
  unreached: "The message could not be sent. Please check your connection.",
  late: "No answer came in time.",
  failed: "Something went wrong on our side.",
  /** @param {number} used @param {number} most */
  count: (used, most) => `${used.toLocaleString("en")} of ${most.toLocaleString("en")} characters`,
  /** @param {string} date the date written out, or "" @param {number} others how many more dialogues */
  source: (date, others) =>
    (date ? `From a conversation of ${date}` : "From an earlier conversation") +
    (others ? ` and ${others} more` : ""),
};

/** @type {typeof english} */
const chinese = {
  dates: "zh-CN",
  subtitle: "智能客服",
  fresh: "新对话",
  conversation: "对话",
  hello: "您好！有什么可以帮您？",
  welcome: "我是自动客服助手，根据客服团队以往的答复来回答。没有把握时，我会向您确认，或为您转接人工客服。",
  suggestions: ["我的订单到哪里了？", "怎么退货？", "珐琅锅可以用在电磁炉上吗？"],
  input: "您的消息",
  placeholder: "请输入消息…",
  send: "发送",
  hint: "按 Enter 发送，Shift + Enter 换行",
  you: "您：",
  assistant: "客服助手：",
  typing: "客服助手正在输入",
  waiting: "等待发送",
  delivered: "已送达",
  retry: "重试",
  image: "客服助手发来的图片",
  unreached: "消息未能发送，请检查网络连接。",
  late: "未能及时收到答复。",
  failed: "服务出现问题。",
  count: (used, most) => `${used} / ${most} 字`,
  source: (date, others) =>
    (date ? `来自 ${date}的对话` : "来自以往的对话") + (others ? `，另有 ${others} 段对话` : ""),
};

const chosen = /^zh\b/i.test(navigator.language) ? "zh" : "en";

export const language = chosen === "zh" ? "zh-CN" : "en";
export const texts = chosen === "zh" ? chinese : english;

/** The visitor's own way to write a time, where it is of the language of the page. */
const times = navigator.language.startsWith(chosen) ? navigator.language : texts.dates;

/**
 * "2025-03-14" as "14 March 2025"; what is no date, as "".
 * @param {string | undefined} day
 */
export function writtenDate(day) {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return "";
  return date.toLocaleDateString(texts.dates, { dateStyle: "long", timeZone: "UTC" });
}

/**
 * A message's time: "14:03" today, "12 Mar, 14:03" before.
 * @param {number} at milliseconds since 1970
 */
export function writtenTime(at) {
  const date = new Date(at);
  const today = date.toDateString() === new Date().toDateString();
  /** @type {Intl.DateTimeFormatOptions} */
  const clock = { hour: "numeric", minute: "2-digit" };
  return date.toLocaleString(times, today ? clock : { day: "numeric", month: "short", ...clock });
}
