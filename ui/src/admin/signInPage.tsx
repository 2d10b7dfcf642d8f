import { useState } from "preact/hooks";
import { type Failure, sayFailure } from "../api/client";
import { Button } from "../components/button";
import { Page } from "../components/page";
import { Sheet } from "../components/sheet";
import { TextField } from "../components/textField";
import { t } from "../i18n";
import { signIn } from "./session";
import "./signInPage.css";

/** Asks for the admin token. */
export function SignInPage() {
  const [token, setToken] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);

  async function tryToken(event: Event) {
    event.preventDefault();
    setBusy(true);
    const answer = await signIn(token.trim());
    setBusy(false);
    if (!answer.ok) setFailure(answer.failure);
  }

  return (
    <Page title={t("admin.signIn")}>
      <Sheet bound class="sign-in">
        <form onSubmit={tryToken}>
          <h1>{t("admin.signInTitle")}</h1>
          <p>{t("admin.signInText")}</p>
          <TextField
            label={t("admin.token")}
            value={token}
            onInput={(value) => {
              setToken(value);
              setFailure(null);
            }}
            autocomplete="current-password"
            wrong={failure ? sayFailure(failure) : undefined}
            secret
            verbatim
          />
          <Button look="primary" type="submit" busy={busy} wide>
            {t("admin.signIn")}
          </Button>
        </form>
      </Sheet>
    </Page>
  );
}
