/** The server's short names, in words. One that isn't known is shown as it is. */

import type { DeskLanguage } from "../language";
import type { Texts } from "../texts/en";

const SPELLINGS: Record<string, string> = {
  chatwoot: "Chatwoot", dingtalk: "DingTalk", email: "E-mail", feishu: "Feishu", instagram: "Instagram", line: "LINE", messenger: "Messenger", slack: "Slack",
  teams: "Microsoft Teams", telegram: "Telegram", twilio: "Twilio", web: "Web", webhook: "Webhook", wechat: "WeChat", wecom: "WeCom", wecom_kf: "微信客服", whatsapp: "WhatsApp",
};

/** As bot/channels/ names them, the web first. */
export const CHANNELS = ["web", ...Object.keys(SPELLINGS).filter((channel) => channel !== "web")];
const WHYS: Record<string, keyof Texts> = { talk_to_person: "askedForPerson", hand_over: "noAnswer", out_of_scope: "outOfScope" };
const DECISIONS: Record<string, keyof Texts> = { template: "template", passage: "passage", document: "document", clarify: "clarified", hand_over: "handedOver", out_of_scope: "outOfScope" };

export function channelName(channel: string): string {
  return SPELLINGS[channel] ?? channel.charAt(0).toUpperCase() + channel.slice(1);
}

/** Why a conversation was handed over. */
export function whyWords(why: string, language: DeskLanguage): string {
  const known = WHYS[why];
  return known ? language.say(known) : plainly(why);
}

/** How the assistant came to an answer. */
export function decisionWords(decision: string, language: DeskLanguage): string {
  const known = DECISIONS[decision];
  return known ? language.say(known) : plainly(decision);
}

/** What customers asked about, where the company gave it no title. */
export function topicWords(topic: string, language: DeskLanguage): string {
  return topic === "other" ? language.say("otherTopics") : plainly(topic);
}

/** An intent's name: "track_order" as "track order". */
export function plainly(name: string): string {
  return name.replaceAll("_", " ");
}
