import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { slowTravels } from "./scene";

/** A model server that answers every chat completion with the prompts of "Slow travels", and flags nothing. */
export async function startModel(): Promise<{
  url: string;
  asked: () => number;
  stop: () => Promise<void>;
}> {
  let asked = 0;
  const server = createServer((request, response) => {
    const moderation = request.url?.endsWith("/moderations");
    if (!moderation) asked++;
    request.resume();
    request.on("end", () => {
      response.setHeader("Content-Type", "application/json");
      if (moderation) {
        response.end(JSON.stringify({ id: "m", model: "m", results: [{ flagged: false }] }));
        return;
      }
      response.end(
        JSON.stringify({
          id: "chatcmpl-1",
          object: "chat.completion",
          created: 1_700_000_000,
          model: "test-model",
          choices: [
            {
              index: 0,
              finish_reason: "stop",
              message: { role: "assistant", content: JSON.stringify(slowTravels), refusal: null },
            },
          ],
          usage: { prompt_tokens: 400, completion_tokens: 120, total_tokens: 520 },
        }),
      );
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked: () => asked,
    stop: () => new Promise((stopped) => server.close(() => stopped())),
  };
}
