/** The sounds of a room, which it can do without in its first seconds. */
export { SoundSwitch } from "../sound/soundSwitch";
export { hearRoom } from "./hearRoom";
