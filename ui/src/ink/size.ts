/** The size of the canvas in units and of the raster in pixels. 1 px is always 2 units. */
export const CANVAS_WIDTH = 4096;
export const CANVAS_HEIGHT = 3072;

/** The raster of a game. */
export const RASTER_WIDTH = CANVAS_WIDTH / 2;
export const RASTER_HEIGHT = CANVAS_HEIGHT / 2;
