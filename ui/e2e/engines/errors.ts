// Errors of a page that nothing caught, in engines whose drivers don't tell them. All of this runs in the page.

/** Keeps them from now on, for as long as the tab stays at one origin. */
export function keepErrors(): void {
  const page = globalThis as typeof globalThis & { keepsErrors?: true };
  if (page.keepsErrors) return;
  page.keepsErrors = true;
  const keep = (error: unknown) => {
    const kept = JSON.parse(sessionStorage.getItem("errors") ?? "[]");
    sessionStorage.setItem("errors", JSON.stringify([...kept, String(error)]));
  };
  addEventListener("error", ({ message }) => keep(message));
  addEventListener("unhandledrejection", ({ reason }) => keep(reason));
}

export const keptErrors = (): string[] => JSON.parse(sessionStorage.getItem("errors") ?? "[]");
