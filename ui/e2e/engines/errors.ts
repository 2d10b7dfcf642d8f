// Uncaught errors of a page, for engines whose drivers don't report them. All of this runs in the page.

/** Records them from now on, as long as the tab stays at one origin. */
export function recordErrors(): void {
  const page = globalThis as typeof globalThis & { keepsErrors?: true };
  if (page.keepsErrors) return;
  page.keepsErrors = true;
  const keep = (error: unknown) => {
    const recorded = JSON.parse(sessionStorage.getItem("errors") ?? "[]");
    sessionStorage.setItem("errors", JSON.stringify([...recorded, String(error)]));
  };
  addEventListener("error", ({ message }) => keep(message));
  addEventListener("unhandledrejection", ({ reason }) => keep(reason));
}

export const recordedErrors = (): string[] => JSON.parse(sessionStorage.getItem("errors") ?? "[]");
