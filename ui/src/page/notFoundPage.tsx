import { Blank } from "../design/blank";
import { Button } from "../design/form/button";
import { t } from "../i18n";
import { Page } from "./frame";

/** No page at this address. */
export default function NotFound() {
  return (
    <Page title={t("notFound.title")}>
      <Blank doodle="lost" title={t("notFound.title")} text={t("notFound.text")}>
        <Button variant="primary" href="./">
          {t("common.goHome")}
        </Button>
      </Blank>
    </Page>
  );
}
