/* SPDX-License-Identifier: MIT */
/*
 * Annotation words of Windows signatures; all of them empty here. Names: learn.microsoft.com,
 * "Understanding SAL" and "Header Annotations" (the older ones, with two underscores).
 */
#ifndef IPH_SAL_H
#define IPH_SAL_H

#define _In_
#define _In_opt_
#define _In_z_
#define _In_opt_z_
#define _In_range_(lo, hi)
#define _In_reads_(n)
#define _In_reads_opt_(n)
#define _In_reads_z_(n)
#define _In_reads_opt_z_(n)
#define _In_reads_bytes_(n)
#define _In_reads_bytes_opt_(n)
#define _In_reads_or_z_(n)
#define _Inout_
#define _Inout_opt_
#define _Inout_z_
#define _Inout_opt_z_
#define _Inout_updates_(n)
#define _Inout_updates_opt_(n)
#define _Inout_updates_z_(n)
#define _Inout_updates_bytes_(n)
#define _Inout_updates_bytes_opt_(n)
#define _Inout_updates_to_(n, used)
#define _Inout_updates_bytes_to_(n, used)
#define _Inout_updates_bytes_to_opt_(n, used)
#define _Out_
#define _Out_opt_
#define _Out_range_(lo, hi)
#define _Out_writes_(n)
#define _Out_writes_opt_(n)
#define _Out_writes_z_(n)
#define _Out_writes_opt_z_(n)
#define _Out_writes_all_(n)
#define _Out_writes_bytes_(n)
#define _Out_writes_bytes_opt_(n)
#define _Out_writes_bytes_all_(n)
#define _Out_writes_to_(n, used)
#define _Out_writes_to_opt_(n, used)
#define _Out_writes_bytes_to_(n, used)
#define _Out_writes_bytes_to_opt_(n, used)
#define _Outptr_
#define _Outptr_opt_
#define _Outptr_result_maybenull_
#define _Outptr_opt_result_maybenull_
#define _Outptr_result_z_
#define _Outptr_opt_result_z_
#define _Outptr_result_buffer_(n)
#define _Outptr_result_bytebuffer_(n)
#define _Outptr_result_buffer_maybenull_(n)
#define _Outptr_result_nullonfailure_
#define _Outref_
#define _COM_Outptr_
#define _Ret_maybenull_
#define _Ret_notnull_
#define _Ret_z_
#define _Ret_maybenull_z_
#define _Ret_range_(lo, hi)
#define _Ret_writes_(n)
#define _Ret_writes_bytes_(n)
#define _Ret_writes_maybenull_(n)
#define _Ret_writes_bytes_maybenull_(n)
#define _Result_nullonfailure_
#define _Result_zeroonfailure_
#define _Return_type_success_(expr)
#define _Must_inspect_result_
#define _Check_return_
#define _Success_(expr)
#define _On_failure_(annotations)
#define _When_(expr, annotations)
#define _At_(target, annotations)
#define _Always_(annotations)
#define _Group_(annotations)
#define _Pre_
#define _Post_
#define _Pre_z_
#define _Post_z_
#define _Pre_valid_
#define _Post_valid_
#define _Pre_notnull_
#define _Pre_maybenull_
#define _Pre_null_
#define _Post_notnull_
#define _Post_invalid_
#define _Pre_satisfies_(expr)
#define _Post_satisfies_(expr)
#define _Pre_opt_valid_
#define _Post_ptr_invalid_
#define _Frees_ptr_
#define _Frees_ptr_opt_
#define _Field_size_(n)
#define _Field_size_opt_(n)
#define _Field_size_bytes_(n)
#define _Field_size_bytes_opt_(n)
#define _Field_size_full_(n)
#define _Field_range_(lo, hi)
#define _Field_z_
#define _Struct_size_bytes_(n)
#define _Null_terminated_
#define _NullNull_terminated_
#define _Readable_bytes_(n)
#define _Writable_bytes_(n)
#define _Reserved_
#define _Const_
#define _Deref_out_range_(lo, hi)
#define _Deref_in_range_(lo, hi)
#define _Use_decl_annotations_
#define _Printf_format_string_
#define _Scanf_format_string_
#define _Maybenull_
#define _Notnull_
#define _Points_to_data_
#define _Literal_
#define _Analysis_assume_(expr)
#define _Analysis_noreturn_
#define _Interlocked_
#define _Guarded_by_(lock)
#define _Write_guarded_by_(lock)
#define _Requires_lock_held_(lock)
#define _Requires_lock_not_held_(lock)
#define _Requires_exclusive_lock_held_(lock)
#define _Requires_shared_lock_held_(lock)
#define _Acquires_lock_(lock)
#define _Acquires_exclusive_lock_(lock)
#define _Acquires_shared_lock_(lock)
#define _Releases_lock_(lock)
#define _Releases_exclusive_lock_(lock)
#define _Releases_shared_lock_(lock)
#define _Function_class_(name)
#define _Outptr_result_maybenull_z_
#define _Outptr_opt_result_maybenull_z_
#define _Outptr_opt_result_nullonfailure_
#define _COM_Outptr_result_maybenull_
#define _COM_Outptr_opt_
#define _COM_Outptr_opt_result_maybenull_
#define _Outref_result_maybenull_
#define _Outref_result_nullonfailure_
#define _Ret_null_
#define _Ret_valid_
#define _Notliteral_
#define _Deref_out_
#define _Deref_out_opt_
#define _Deref_opt_out_
#define _Deref_opt_out_opt_
#define _Raises_SEH_exception_
#define _Maybe_raises_SEH_exception_
#define _Scanf_s_format_string_
#define _Strict_type_match_
#define _In_reads_or_z_opt_(n)
#define _In_reads_to_ptr_(n)
#define _Out_writes_all_opt_(n)
#define _Out_writes_bytes_all_opt_(n)
#define _Out_writes_to_ptr_(n)
#define _Inout_updates_opt_z_(n)
#define _Inout_updates_all_(n)
#define _Inout_updates_all_opt_(n)
#define _Inout_updates_bytes_all_(n)
#define _Inout_updates_bytes_all_opt_(n)
#define _Outptr_opt_result_buffer_(n)
#define _Outptr_result_buffer_all_(n)
#define _Outptr_opt_result_buffer_all_(n)
#define _Outptr_opt_result_buffer_maybenull_(n)
#define _Outptr_result_buffer_all_maybenull_(n)
#define _Outptr_opt_result_buffer_all_maybenull_(n)
#define _Outptr_opt_result_bytebuffer_(n)
#define _Outptr_result_bytebuffer_all_(n)
#define _Outptr_opt_result_bytebuffer_all_(n)
#define _Outptr_result_bytebuffer_maybenull_(n)
#define _Outptr_opt_result_bytebuffer_maybenull_(n)
#define _Outptr_result_bytebuffer_all_maybenull_(n)
#define _Outptr_opt_result_bytebuffer_all_maybenull_(n)
#define _Outref_result_buffer_(n)
#define _Outref_result_bytebuffer_(n)
#define _Outref_result_buffer_all_(n)
#define _Outref_result_bytebuffer_all_(n)
#define _Outref_result_buffer_maybenull_(n)
#define _Outref_result_bytebuffer_maybenull_(n)
#define _Outref_result_buffer_all_maybenull_(n)
#define _Outref_result_bytebuffer_all_maybenull_(n)
#define _Ret_writes_z_(n)
#define _Ret_writes_maybenull_z_(n)
#define _Unchanged_(n)
#define _Called_from_function_class_(n)
#define _Readable_elements_(n)
#define _Writable_elements_(n)
#define _Field_size_full_opt_(n)
#define _Field_size_bytes_full_(n)
#define _Field_size_bytes_full_opt_(n)
#define _Analysis_mode_(n)
#define _Analysis_assume_nullterminated_(n)
#define _Post_equal_to_(n)
#define _Post_readable_byte_size_(n)
#define _Post_readable_size_(n)
#define _Post_writable_byte_size_(n)
#define _Post_writable_size_(n)
#define _Pre_equal_to_(n)
#define _Pre_readable_byte_size_(n)
#define _Pre_readable_size_(n)
#define _Pre_writable_byte_size_(n)
#define _Pre_writable_size_(n)
#define _Inout_updates_to_opt_(n, used)
#define _Outptr_result_buffer_to_(n, used)
#define _Outptr_opt_result_buffer_to_(n, used)
#define _Outptr_result_buffer_to_maybenull_(n, used)
#define _Outptr_opt_result_buffer_to_maybenull_(n, used)
#define _Outptr_result_bytebuffer_to_(n, used)
#define _Outptr_opt_result_bytebuffer_to_(n, used)
#define _Outptr_result_bytebuffer_to_maybenull_(n, used)
#define _Outptr_opt_result_bytebuffer_to_maybenull_(n, used)
#define _Outref_result_buffer_to_(n, used)
#define _Outref_result_bytebuffer_to_(n, used)
#define _Outref_result_buffer_to_maybenull_(n, used)
#define _Outref_result_bytebuffer_to_maybenull_(n, used)
#define _Ret_writes_to_(n, used)
#define _Ret_writes_bytes_to_(n, used)
#define _Ret_writes_to_maybenull_(n, used)
#define _Ret_writes_bytes_to_maybenull_(n, used)
#define _Deref_ret_range_(n, used)
#define _Deref_inout_range_(n, used)
#define _Field_size_part_(n, used)
#define _Field_size_part_opt_(n, used)
#define _Field_size_bytes_part_(n, used)
#define _Field_size_bytes_part_opt_(n, used)
#define _At_buffer_(a, b, c, d)
#define _Post_maybenull_
#define _IRQL_requires_(irql)
#define _IRQL_requires_min_(irql)
#define _IRQL_requires_max_(irql)
#define _IRQL_requires_same_
#define _IRQL_raises_(irql)
#define _IRQL_saves_
#define _IRQL_restores_
#define _Dispatch_type_(type)
#define _Kernel_clear_do_init_(yes_or_no)

#define __in_opt
#define __in_z
#define __in_z_opt
#define __in_ecount(n)
#define __in_ecount_opt(n)
#define __in_ecount_z(n)
#define __in_bcount(n)
#define __in_bcount_opt(n)
#define __inout
#define __inout_opt
#define __inout_z
#define __inout_ecount(n)
#define __inout_ecount_opt(n)
#define __inout_ecount_z(n)
#define __inout_bcount(n)
#define __inout_bcount_opt(n)
#define __inout_bcount_part(n, used)
#define __out_opt
#define __out_ecount(n)
#define __out_ecount_opt(n)
#define __out_ecount_z(n)
#define __out_ecount_full(n)
#define __out_ecount_part(n, used)
#define __out_bcount(n)
#define __out_bcount_opt(n)
#define __out_bcount_full(n)
#define __out_bcount_part(n, used)
#define __out_bcount_part_opt(n, used)
#define __deref_in
#define __deref_in_opt
#define __deref_out
#define __deref_out_opt
#define __deref_out_z
#define __deref_opt_out
#define __deref_opt_out_opt
#define __deref_opt_out_z
#define __deref_out_ecount(n)
#define __deref_out_bcount(n)
#define __deref_opt_out_ecount(n)
#define __deref_opt_out_bcount(n)
#define __deref_inout
#define __deref_inout_opt
#define __checkReturn
#define __success(expr)
#define __nullterminated
#define __nullnullterminated
#define __typefix(type)
#define __callback
#define __format_string
#define __field_ecount(n)
#define __field_bcount(n)
#define __field_ecount_opt(n)
#define __field_bcount_opt(n)
#define __struct_bcount(n)
#define __range(lo, hi)
#define __analysis_assume(expr)
#define __drv_maxIRQL(irql)
#define __drv_minIRQL(irql)
#define __drv_requiresIRQL(irql)
#define __drv_sameIRQL
#define __drv_when(expr, annotations)
#define __drv_allocatesMem(kind)
#define __drv_freesMem(kind)
#define __drv_aliasesMem
#define __drv_functionClass(name)
#define __drv_at(target, annotations)
/* C++ cannot have these two: libstdc++ names parameters so (12.2: bits/stl_algo.h). */
#ifndef __cplusplus
#define __in
#define __out
#endif

#endif
