export { dateMs } from '../../platform/dates';
