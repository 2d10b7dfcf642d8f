import { shootIfWanted } from "./shots";
import { expect, test } from "./tandem";

test("a host lets only known names come in, and who isn't known is told at the door", async ({
  join,
}) => {
  const host = await join("Mila");
  const created = await host.request.post("/api/lobbies", { data: {} });
  const { code } = await created.json();
  await host.goto(`/l/${code}`);
  await host.getByRole("button", { name: "The lobby" }).click();
  const rules = host.getByRole("dialog");
  await rules.getByRole("switch", { name: "Only names I know come in" }).click();
  const names = rules.getByRole("textbox", { name: "These names, one a line" });
  await expect(names).toHaveValue("Mila");
  await names.fill("Mila\nJonas\na name that is much too long for one");
  await rules.getByRole("button", { name: "Save" }).click();
  await expect(rules.getByText("is longer than 24 characters")).toBeVisible();
  await shootIfWanted(host, "lobby-names");
  await names.fill("Mila\njonas\nPriya");
  await rules.getByRole("button", { name: "Save" }).click();
  await expect(host.getByText("Only names that the host knows come in.")).toBeVisible();
  await shootIfWanted(host, "lobby-names-only");

  const guest = await join("Eve");
  await guest.goto(`/l/${code}`);
  await expect(guest.getByText("Only names that the host knows come in here.")).toBeVisible();
  await shootIfWanted(guest, "lobby-door-unknown");
  await guest.getByRole("button", { name: "Come in" }).click();
  await expect(guest.getByText("Write yours as the host does.").last()).toBeVisible();
  await guest.getByRole("textbox", { name: "Your name" }).fill("Jonas");
  await guest.getByRole("button", { name: "Come in" }).click();
  await expect(host.getByText("Jonas", { exact: true })).toBeVisible();
});
