/** How large everything is: the canvas in units, the raster in pixels. 1 px = 2 units, always. */
export const CANVAS_WIDTH = 4096;
export const CANVAS_HEIGHT = 3072;

/** The committed raster of a game. */
export const RASTER_WIDTH = CANVAS_WIDTH / 2;
export const RASTER_HEIGHT = CANVAS_HEIGHT / 2;
