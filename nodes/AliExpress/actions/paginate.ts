export { paginate, type Page, type PagedList } from '../../platform/paginate';
