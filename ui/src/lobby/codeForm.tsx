import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Button } from "../design/form/button";
import { Form } from "../design/form/form";
import { TextField } from "../design/form/textField";
import { t } from "../i18n";
import { findCode, lobbyPath } from "./code";
import "./codeForm.css";

/** Opens a lobby by a code that the player types or pastes. */
export function CodeForm({ autofocus }: { autofocus?: boolean }) {
  const { route } = useLocation();
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);

  function go() {
    const code = findCode(typed);
    setWrong(!code);
    if (code) route(lobbyPath(code));
  }

  return (
    <Form class="code-form" onSend={go}>
      <TextField
        label={t("code.label")}
        placeholder="plum-kite-otter"
        value={typed}
        onInput={(value) => {
          setTyped(value);
          setWrong(false);
        }}
        wrong={wrong ? t("code.wrong") : undefined}
        autofocus={autofocus}
        verbatim
      />
      <Button type="submit" size="small">
        {t("code.go")}
      </Button>
    </Form>
  );
}
