import { useState } from "preact/hooks";
import { type Failure, formatFailure } from "../api/client";
import { Button } from "../design/form/button";
import { Form } from "../design/form/form";
import { TextField } from "../design/form/textField";
import { Sheet } from "../design/sheet";
import { t } from "../i18n";
import { Page } from "../page/frame";
import { signIn } from "./session";
import "./signInPage.css";

/** Asks for the admin token. */
export function SignInPage() {
  const [token, setToken] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);

  async function tryToken() {
    const answer = await signIn(token.trim());
    if (!answer.ok) setFailure(answer.failure);
  }

  return (
    <Page title={t("admin.signIn")}>
      <Sheet bound class="sign-in">
        <Form onSend={tryToken}>
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
            wrong={failure ? formatFailure(failure) : undefined}
            secret
            verbatim
          />
          <Button variant="primary" type="submit" wide>
            {t("admin.signIn")}
          </Button>
        </Form>
      </Sheet>
    </Page>
  );
}
