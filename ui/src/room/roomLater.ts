/** What a room can do without in its first seconds. */
export { SoundSwitch } from "../sound/soundSwitch";
export { EndDialog } from "./endDialog";
export { hearRoom } from "./hearRoom";
export { KeysDialog } from "./keys/keysDialog";
export { MoreDialog } from "./moreDialog";
export { RoomAnnouncer } from "./notes/roomVoice";
