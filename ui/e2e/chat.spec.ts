import type { Page } from "@playwright/test";
import { gather } from "./lobby";
import { desktop, phone, shootIfWanted } from "./shots";
import { expect, test } from "./tandem";

const log = (page: Page) => page.getByRole("log", { name: "What was said" });
const chatButton = (page: Page) => page.getByRole("button", { name: /^Chat/ });

async function say(page: Page, text: string): Promise<void> {
  const field = page.getByRole("textbox", { name: "Say something" });
  await field.fill(text);
  await field.press("Enter");
  await expect(field).toHaveValue("");
}

test("friends chat in their lobby and, if the host lets them, during games", async ({ join }) => {
  const [mila, jonas] = await gather(join, { round_seconds: 120, rounds: 3 }, desktop);
  const aiko = await join("Aiko", phone);
  await aiko.goto(mila.url());
  await say(jonas, "Shall I draw <b>the left half</b>? https://tandem.example/l/a-b-c");
  await expect(log(mila)).toContainText("Jonas Shall I draw <b>the left half</b>?");
  await expect(mila.locator(".chat-log a, .chat-log b b")).toHaveCount(0);
  await expect(chatButton(aiko)).toHaveAccessibleName("Chat 1 new line");
  await say(mila, "Yes! And Aiko starts with the tail.");
  await shootIfWanted(mila, "chat-lobby");
  await shootIfWanted(aiko, "chat-closed");

  const streams: string[] = [];
  jonas.on("request", (request) => /\/chat\?/.test(request.url()) && streams.push(request.url()));
  for (const page of [jonas, aiko])
    await page.getByRole("button", { name: "Ready", exact: true }).click();
  for (const page of [jonas, aiko])
    await expect(page.getByText("Round 1 of 3").first()).toBeAttached();
  await expect(chatButton(jonas)).toHaveCount(0);
  expect(streams, "while the chat is closed to rooms").toEqual([]);

  await mila.getByRole("switch", { name: "Chat during games, too" }).check();
  await chatButton(jonas).click();
  expect(streams).toHaveLength(1);
  await say(jonas, "It is a whale!");
  await expect(log(mila)).toContainText("Jonas It is a whale!");
  await shootIfWanted(jonas, "chat-room");
  await expect(chatButton(aiko)).toHaveAccessibleName("Chat 3 new lines");
  await expect(log(aiko), "for screen readers").toContainText("Jonas It is a whale!");
  await chatButton(aiko).click();
  await expect(aiko.getByRole("textbox", { name: "Say something" })).toBeFocused();
  await shootIfWanted(aiko, "chat-room-open");
  await aiko.getByRole("button", { name: "Mute or clear" }).click();
  await aiko.getByRole("button", { name: "Mute Jonas" }).click();
  await shootIfWanted(aiko, "chat-mute");
  await expect(log(aiko)).not.toContainText("Jonas");
  await expect(log(aiko)).toContainText("Mila Yes!");
  await say(jonas, "Can you hear me?");
  await expect(log(mila)).toContainText("Can you hear me?");
  await expect(log(aiko)).not.toContainText("Can you hear me?");
  await aiko.keyboard.press("Escape");
  await expect(chatButton(aiko)).toBeFocused();
  await expect(chatButton(aiko)).toHaveAccessibleName("Chat");

  await mila.getByRole("button", { name: "Mute or clear" }).click();
  await mila.getByRole("button", { name: "Clear for everybody" }).click();
  for (const page of [mila, jonas]) await expect(log(page)).toHaveText("");
  await mila.getByRole("switch", { name: "Chat during games, too" }).uncheck();
  await expect(chatButton(jonas)).toHaveCount(0);
});

test("strangers have no chat", async ({ join }) => {
  const pages = [await join("Mila"), await join("Jonas")];
  for (const page of pages) await page.goto("/quick");
  for (const page of pages) {
    await expect(page.getByText("Round 1 of 6").first()).toBeAttached();
    await expect(chatButton(page)).toHaveCount(0);
  }
});
