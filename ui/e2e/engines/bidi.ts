/** A client of WebDriver BiDi (W3C), with the commands that a tab needs. */
import { once } from "node:events";
import WebSocket from "ws";

export type Bidi = {
  /** Sends a command and waits for its result. */
  send: <T = unknown>(method: string, parameters?: object) => Promise<T>;
  close: () => void;
};

type Answer = {
  type: "success" | "error";
  id: number;
  result: never;
  error: string;
  message: string;
};

export async function connectBidi(address: string): Promise<Bidi> {
  const socket = new WebSocket(address);
  await once(socket, "open");
  const waiting = new Map<number, { done: (result: never) => void; failed: (e: Error) => void }>();
  let sent = 0;

  socket.on("message", (data) => {
    const answer: Answer = JSON.parse(String(data));
    const wait = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.type === "success") wait?.done(answer.result);
    else wait?.failed(new Error(`${answer.error}: ${answer.message}`));
  });
  socket.on("close", () => {
    for (const { failed } of waiting.values()) failed(new Error("the browser is gone"));
  });

  return {
    send: (method, params = {}) =>
      new Promise((done, failed) => {
        waiting.set(++sent, { done, failed });
        socket.send(JSON.stringify({ id: sent, method, params }));
      }),
    close: () => socket.close(),
  };
}
