import type { Obstacle } from "../api/obstacle";
import { Blank } from "../design/blank";
import { Button } from "../design/form/button";
import { addEnglish, t } from "../i18n";
import { obstacle as words } from "../i18n/en/obstacle";
import { Page } from "./frame";
import { LanguageSwitch } from "./languageSwitch";
import "./obstacleText.css";

addEnglish(words);

/** Explains an obstacle: to the player what to do, to the operator what to change. */
export function ObstacleText({ obstacle }: { obstacle: Obstacle }) {
  const { kind } = obstacle;
  const title = t(`obstacle.${kind}`);
  return (
    <Page title={title} actions={<LanguageSwitch />}>
      <Blank
        doodle={kind === "wrong_address" ? "lost" : "away"}
        title={title}
        text={t(`obstacle.${kind}Text`)}
      >
        {kind === "wrong_address" ? (
          <OpenAtAddress address={obstacle.address} />
        ) : (
          <Button variant="primary" icon="again" onClick={() => location.reload()}>
            {t("common.tryAgain")}
          </Button>
        )}
        <details class="obstacle-host">
          <summary>{t("obstacle.host")}</summary>
          <p>{formatHostHint(obstacle)}</p>
        </details>
      </Blank>
    </Page>
  );
}

/** A link to the same page at Tandem's own address. */
function OpenAtAddress({ address }: { address: string }) {
  const there = new URL(address);
  return (
    <Button variant="primary" href={there.origin + location.pathname + location.search}>
      {t("obstacle.open", { host: there.host })}
    </Button>
  );
}

function formatHostHint(obstacle: Obstacle): string {
  switch (obstacle.kind) {
    case "wrong_address":
      return t("obstacle.wrong_addressHost", { address: obstacle.address });
    case "foreign_origin":
      return t("obstacle.foreign_originHost", { origin: location.origin });
    case "no_cookies":
      return t("obstacle.no_cookiesHost");
    case "no_sockets":
      return t("obstacle.no_socketsHost");
  }
}
