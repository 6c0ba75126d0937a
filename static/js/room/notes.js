/** What happened in the room besides speaking, in one sentence each for the minutes' margin. */

import { yuan } from "./element.js";

export const NOTES = {
  session: (b) => (b.state === "closed" ? `调解会结束：${b.result}` : "调解会进行中"),
  terms: (b) => `方案第${b.number}版：${b.workers}人共${yuan(b.total_fen)}元${b.voided ? `，原有${b.voided}份确认作废` : ""}`,
  agreement: (b) => (b.effective_on ? `协议${b.number}自${b.effective_on}起生效` : `协议${b.number}已生成`),
  signed: (b) => `${b.signer}${b.for && b.for !== b.signer ? `（${b.for}）` : ""}已签署，还差${b.left}处`,
  pause: (b) => `休会：${b.text}`,
  resume: () => "继续调解",
  show: (b) => `向各方展示：${b.name}`,
  "show.end": () => "停止展示证据",
  "room.closed": () => "调解室已关闭",
  "minutes.ready": () => "笔录已定稿，请各方阅读签名",
  "minutes.signed": (b) => `${b.name}${b.refused ? "拒绝在笔录上签名" : "已确认笔录"}，还差${b.left}人`,
  "minutes.voided": (b) => b.text,
};
