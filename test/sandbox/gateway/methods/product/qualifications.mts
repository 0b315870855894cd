import { categoryOf } from '../../../shop/categories.mts';
import { list } from '../../envelope.mts';
import { requiredIdParam } from '../fields.mts';
import type { Method } from '../method.mts';

/** `aliexpress.category.qualifications.list`: papers a category asks for; electronics do. */
export const qualifications: Method = {
	name: 'aliexpress.category.qualifications.list',
	group: 'category',
	answer(call) {
		const category = categoryOf(requiredIdParam(call, 'category_id'));
		const isElectronics = category?.isLeaf === true && String(category.parentId).startsWith('6602');
		const modules = [
			{ key: 'ce_cert', type: 'image', label: 'CE certificate', required: true, tips: 'A photo' },
			{ key: 'eu_text', type: 'text', label: 'EU contact', required: false, tips: 'Name & street' },
		];
		return {
			support: isElectronics,
			qualification_module_list: list('qualification_module', isElectronics ? modules : []),
		};
	},
};
