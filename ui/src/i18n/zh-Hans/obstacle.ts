import type { obstacle as english } from "../en/obstacle";
import type { Translated } from "../messages";

export const obstacle: Translated<typeof english> = {
  "obstacle.wrong_address": "Tandem 住在别的地址",
  "obstacle.wrong_addressText":
    "在这里，你的浏览器记不住你是谁。到 Tandem 自己的地址打开，就好了。",
  "obstacle.wrong_addressHost":
    "PUBLIC_URL 是 {address}，但这个页面是用普通 http 打开的，浏览器会拒绝 cookie。请让玩家打开 PUBLIC_URL，或者清空它，就能用 http 玩。",
  "obstacle.open": "打开 {host}",
  "obstacle.foreign_origin": "Tandem 不认识这个地址",
  "obstacle.foreign_originText": "它把这个页面当成了别的网站，不让它玩。请告诉管理它的人。",
  "obstacle.foreign_originHost":
    "要么是代理改了 Host 头，要么 PUBLIC_URL 不是 {origin}。Tandem 的日志会说明是哪一个。",
  "obstacle.no_cookies": "你的浏览器不保存 cookie",
  "obstacle.no_cookiesText": "Tandem 只需要一个，好认出你来。请允许本站的 cookie，然后再试一次。",
  "obstacle.no_cookiesHost":
    "Tandem 设了一个 cookie，却没有收回来。如果谁都玩不了，可能是代理去掉了 Set-Cookie 或 Cookie。",
  "obstacle.no_sockets": "笔画传不过去",
  "obstacle.no_socketsText": "这个 Tandem 前面的代理不放行 websocket。请告诉管理它的人。",
  "obstacle.no_socketsHost":
    "代理必须转发 Upgrade、Connection 和 Host 头。nginx、Caddy 和 Apache 的写法见“tandem help proxies”；Tandem 的日志会说明原因。",
  "obstacle.host": "给管理它的人",
};
