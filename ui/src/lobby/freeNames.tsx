import { Button } from "../design/form/button";
import { addEnglish, t } from "../i18n";
import { host } from "../i18n/en/host";
import { myName } from "../me/me";
import "./freeNames.css";

addEnglish(host);

interface Props {
  names: readonly string[];
  enter: () => Promise<void>;
}

/** The names that the host has written down and that nobody has yet: a visitor picks one. */
export function FreeNames({ names, enter }: Props) {
  return (
    <>
      <p>{t("host.whichOne")}</p>
      <div class="free-names">
        {names.map((name) => (
          <Button
            key={name}
            variant="wash"
            onClick={() => {
              myName.value = name;
              return enter();
            }}
          >
            {name}
          </Button>
        ))}
      </div>
    </>
  );
}
