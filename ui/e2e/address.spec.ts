import { shootIfWanted } from "./shots";
import { expect, test } from "./tandem";

// Not localhost: browsers accept Secure cookies from localhost even by http.
test.use({
  environment: { PUBLIC_URL: "https://draw.example" },
  launchOptions: {
    executablePath: process.env.CHROMIUM || undefined,
    args: ["--disable-gpu", "--host-resolver-rules=MAP tandem.test 127.0.0.1"],
  },
});

test("a page opened by http links to the https address of PUBLIC_URL", async ({
  browser,
  tandem,
}) => {
  const { port } = new URL(tandem.url);
  const context = await browser.newContext({ baseURL: `http://tandem.test:${port}` });
  const page = await context.newPage();
  await page.goto("/quick");
  await expect(
    page.getByRole("heading", { name: "Tandem lives at another address" }),
  ).toBeVisible();
  await expect(page.getByRole("link", { name: "Open draw.example" })).toHaveAttribute(
    "href",
    "https://draw.example/quick",
  );
  await page.getByText("For whoever runs it").click();
  await shootIfWanted(page, "wrong-address");
  expect(tandem.log().match(/PUBLIC_URL is https/g)).toHaveLength(1);
  await context.close();
});
