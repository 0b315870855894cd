/** The version of this package. Code of a node may read no file, so a test holds it to `package.json`. */
export const PACKAGE_VERSION = '0.1.0';
