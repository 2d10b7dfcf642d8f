/** A client of WebDriver (W3C), with the commands that a tab needs. */

export type Driver = {
  /** Sends a command of the session and waits for its value. */
  get: (command: string) => Promise<unknown>;
  post: (command: string, parameters?: object) => Promise<unknown>;
  /** Ends the session and the browser. */
  end: () => Promise<void>;
};

async function call(method: string, address: string, body?: object): Promise<unknown> {
  const response = await fetch(address, { method, body: body && JSON.stringify(body) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

/** Starts a session with the driver at an address. Waits until the driver listens. */
export async function beginSession(address: string): Promise<Driver> {
  await untilListens(address);
  const { sessionId } = (await call("POST", `${address}/session`, { capabilities: {} })) as {
    sessionId: string;
  };
  const session = `${address}/session/${sessionId}`;
  return {
    get: (command) => call("GET", `${session}/${command}`),
    post: (command, parameters = {}) => call("POST", `${session}/${command}`, parameters),
    async end() {
      await call("DELETE", session);
    },
  };
}

async function untilListens(address: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await fetch(`${address}/status`).catch(() => undefined))) {
    if (Date.now() > deadline) throw new Error(`no driver listens at ${address}`);
    await new Promise((retry) => setTimeout(retry, 30));
  }
}
